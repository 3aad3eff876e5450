-- own_bridge: the bridge's name where it is ours; somebody else's may have several networks.
create table network (
    id uuid primary key,
    name varchar(63) not null,
    mode varchar(16) not null,
    state varchar(16) not null,
    bridge varchar(15),
    own_bridge varchar(15),
    foreign_bridge boolean not null,
    subnet varchar(18),
    gateway varchar(15),
    dns varchar(255) not null,
    vlan_id integer,
    created_at timestamp(6) with time zone not null,
    updated_at timestamp(6) with time zone not null,
    version bigint not null,
    constraint network_name_unique unique (name),
    constraint network_bridge_unique unique (own_bridge)
);

-- VMs of before get theirs when the daemon starts, with the MAC that they have.
create table nic (
    id uuid primary key,
    vm uuid not null references vm (id) on delete cascade,
    network uuid not null references network (id),
    slot integer not null,
    mac varchar(17) not null,
    ip varchar(15),
    constraint nic_mac_unique unique (mac),
    constraint nic_slot_unique unique (vm, slot),
    constraint nic_ip_unique unique (network, ip)
);

-- A row is there as long as the NIC's VM may have a process.
create table address (
    nic uuid primary key references nic (id) on delete cascade,
    vm uuid not null references vm (id) on delete cascade,
    network uuid not null references network (id),
    ip varchar(15) not null,
    constraint address_ip_unique unique (network, ip)
);

create index address_vm on address (vm);

create table forward (
    id uuid primary key,
    vm uuid not null references vm (id) on delete cascade,
    protocol varchar(8) not null,
    host_port integer not null,
    guest_port integer not null,
    created_at timestamp(6) with time zone not null,
    constraint forward_port_unique unique (protocol, host_port)
);

create index forward_vm on forward (vm);
