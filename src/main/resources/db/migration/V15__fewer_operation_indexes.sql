-- Each index is written with every operation, and these are most of what a commit writes. The sequence as primary key
-- is the row's own key in H2, and needs none. One index finds both what has not ended and what is unsettled.
create table ordered_operation (
    sequence bigint primary key,
    id uuid not null,
    kind varchar(64) not null,
    target_type varchar(32) not null,
    target_id uuid not null,
    target_name varchar(255) not null,
    payload varchar(100000) not null,
    state varchar(16) not null,
    step varchar(64) not null,
    step_index integer not null,
    progress integer not null,
    started_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    problem varchar(100000),
    unsettled boolean not null,
    idempotency_key varchar(255),
    request_hash varchar(64)
);

insert into ordered_operation (sequence, id, kind, target_type, target_id, target_name, payload, state, step,
    step_index, progress, started_at, ended_at, problem, unsettled, idempotency_key, request_hash)
select sequence, id, kind, target_type, target_id, target_name, payload, state, step,
    step_index, progress, started_at, ended_at, problem, unsettled, idempotency_key, request_hash
from operation order by sequence;

drop table operation;
alter table ordered_operation rename to operation;

alter table operation add constraint operation_id_unique unique (id);
alter table operation add constraint operation_idempotency_key_unique unique (idempotency_key);
create index operation_target on operation (target_id);
create index operation_open on operation (unsettled, ended_at);
