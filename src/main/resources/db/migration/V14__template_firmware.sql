alter table template add column firmware varchar(8);
