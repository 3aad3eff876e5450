create table image (
    id uuid primary key,
    name varchar(63) not null,
    kind varchar(16) not null,
    state varchar(16) not null,
    state_reason varchar(2000),
    source varchar(4096) not null,
    virtual_bytes bigint not null,
    file_bytes bigint not null,
    modified_nanos bigint not null,
    sha256 varchar(64),
    deleting boolean not null,
    created_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    version bigint not null,
    constraint image_name_unique unique (name)
);

-- The image that the disk's file is an overlay of.
alter table disk add column image uuid;
alter table disk add constraint disk_image foreign key (image) references image (id);
create index disk_image_index on disk (image);

alter table template add column image uuid;
alter table template add constraint template_image foreign key (image) references image (id);
