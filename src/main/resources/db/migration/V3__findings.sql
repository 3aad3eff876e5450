create table finding (
    id uuid primary key,
    finding_key varchar(5000) not null,
    kind varchar(32) not null,
    severity varchar(16) not null,
    state varchar(16) not null,
    subject_type varchar(32) not null,
    subject_id uuid,
    subject_name varchar(255),
    subject_pid bigint,
    subject_path varchar(4096),
    vm uuid,
    evidence varchar(100000) not null,
    first_seen_at timestamp(6) with time zone not null,
    last_seen_at timestamp(6) with time zone not null,
    version bigint not null
);

create index finding_state on finding (state);
create index finding_order on finding (first_seen_at, id);
