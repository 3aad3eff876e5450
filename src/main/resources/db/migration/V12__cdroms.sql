-- A VM's CD-ROM drive; one without a drive has no row.
create table vm_cdrom (
    vm uuid primary key references vm (id) on delete cascade,
    image uuid references image (id),
    coming uuid references image (id),
    fitted boolean not null
);
create index vm_cdrom_image_index on vm_cdrom (image);

-- Which of root disk and CD-ROM comes first.
alter table vm add column boot_first varchar(8) default 'DISK' not null;
