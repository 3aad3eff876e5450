-- What a VM's guest may be told of itself, as JSON; no row where its user gave nothing.
create table vm_metadata (
    vm uuid primary key references vm (id) on delete cascade,
    metadata varchar(200000) not null
);

-- User data of 16 KiB, escaped, is part of a payload.
alter table operation alter column payload set data type varchar(200000);
