-- port: the PCIe root port of a NIC that was added later; null: its place on the root bus, by slot.
alter table nic add column port integer;
alter table nic add column detach_pending boolean default false not null;
alter table nic add column version bigint default 0 not null;
alter table nic add constraint nic_port_unique unique (vm, port);

-- A VM without a NIC is either of before there were networks, or its user wants it so.
alter table vm add column before_networks boolean default false not null;
update vm set before_networks = true where not exists (select 1 from nic where nic.vm = vm.id);
