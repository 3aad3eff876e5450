-- An identity column numbers at the insert, so that transactions may commit out of order, and a
-- reader that saw 7 misses 6. The counter's row is locked from the numbering to the commit.
alter table event alter column number drop identity;

create table event_counter (
    last_number bigint not null
);

insert into event_counter (last_number) select coalesce(max(number), 0) from event;

create index operation_ended_at on operation (ended_at);
