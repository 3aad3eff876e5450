-- What was left of a VM's process that died, as JSON; only the last death of each.
create table vm_crash (
    vm uuid primary key references vm (id) on delete cascade,
    dossier varchar(100000) not null
);

-- Looking for these in the problem's text found only one of the reasons.
alter table operation add column unsettled boolean default false not null;
update operation set unsettled = true where problem like '%"code":"interrupted"%';
create index operation_unsettled on operation (unsettled);
