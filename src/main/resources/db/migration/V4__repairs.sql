-- What was last done about a finding.
create table repair (
    finding uuid primary key references finding (id) on delete cascade,
    action varchar(32) not null,
    state varchar(16) not null,
    automatic boolean not null,
    destructive boolean not null,
    request_key varchar(255) not null,
    request_hash varchar(255) not null,
    operation uuid,
    begun_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    attempts integer not null,
    failures integer not null,
    not_before timestamp(6) with time zone,
    problem varchar(2000),
    version bigint not null
);

create index repair_state on repair (state);
create index repair_begun_at on repair (begun_at);
