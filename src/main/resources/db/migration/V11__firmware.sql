alter table vm add column firmware varchar(8) default 'BIOS' not null;
