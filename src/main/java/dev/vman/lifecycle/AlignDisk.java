package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Disk;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskState;
import dev.vman.inventory.Disks;
import dev.vman.inventory.Nics;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.DiskPlace;
import dev.vman.operator.DriveSpec;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * {@code disk.align}: the disk's record follows what a running QEMU has plugged, which somebody
 * changed beside VMAN. The guest is not touched.
 */
@ApplicationScoped
class AlignDisk implements ActKind<AlignDisk.Payload> {
    static final String KIND = "disk.align";
    private static final Duration NODE = Duration.ofSeconds(5);
    private final Disks disks;
    private final Vms vms;
    private final Nics nics;
    private final StorageLayout layout;
    private final Operator operator;
    private final Manifests manifests;

    AlignDisk(
            Disks disks,
            Vms vms,
            Nics nics,
            StorageLayout layout,
            Operator operator,
            Manifests manifests) {
        this.disks = disks;
        this.vms = vms;
        this.nics = nics;
        this.layout = layout;
        this.operator = operator;
        this.manifests = manifests;
    }

    /** The request: the VM whose QEMU is asked. */
    record Payload(UUID disk, UUID vm) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Align(payload);
    }

    private final class Align implements Act {
        private final Payload payload;

        /** Read by the step, which recovery repeats before the end. */
        private Optional<DiskPlace> place = Optional.empty();

        Align(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.disk(), payload.vm());
        }

        @Override
        public void admit() {
            Disk disk = disks.require(payload.disk());
            Vm vm = vms.require(payload.vm());
            if (vm.state != VmState.RUNNING && vm.state != VmState.PAUSED) {
                throw VmAct.wrongState(
                        vm, "asked for its disks", "Nothing is plugged while nothing runs.");
            }
            if (disk.vm != null && !disk.vm.equals(payload.vm())) {
                throw DiskAct.wrongState(
                        disk, "given to VM '" + vm.name + "' too", "Unplug it there.");
            }
        }

        @Override
        public List<Step> steps() {
            return List.of(SimpleStep.of("ask", this::ask));
        }

        private void ask() {
            LiveMachine machine = DiskAct.machine(operator, payload.vm());
            place = machine.devices().placeOf(payload.disk());
            Disk disk = QuarkusTransaction.requiringNew().call(() -> disks.require(payload.disk()));
            String file = layout.disk(disk.id, disk.format).toString();
            if (place.isPresent()) {
                requireItsOwn(disk, place.get(), file);
                requireNoNic(disk, place.get());
            } else {
                requireGone(machine, disk, file);
                leave(machine, disk);
            }
        }

        private static void requireItsOwn(Disk disk, DiskPlace place, String file) {
            if (!place.file().equals(file)) {
                throw DiskAct.wrongState(
                        disk,
                        "recorded as attached: QEMU shows '" + place.file() + "' in its place",
                        "Unplug that by hand.");
            }
        }

        /** The next start could not give the port to both. */
        private void requireNoNic(Disk disk, DiskPlace place) {
            boolean taken =
                    place.bus() == DiskBus.VIRTIO
                            && QuarkusTransaction.requiringNew()
                                    .call(() -> nics.of(payload.vm()))
                                    .stream()
                                    .anyMatch(nic -> Objects.equals(nic.port, place.slot()));
            if (taken) {
                throw DiskAct.wrongState(
                        disk,
                        "recorded as attached: it is where a NIC of the VM belongs",
                        "Unplug it by hand, or remove the NIC.");
            }
        }

        /** It may be there in a way that VMAN could not unplug. */
        private void requireGone(LiveMachine machine, Disk disk, String file) {
            String device = DriveSpec.deviceId(disk.id);
            boolean there =
                    machine.devices().blockDevices().stream()
                            .anyMatch(d -> d.device().equals(device) || d.file().equals(file));
            if (there) {
                throw DiskAct.wrongState(
                        disk,
                        "recorded as VMAN would attach it",
                        "Unplug it by hand, and attach it through the API.");
            }
            if (disk.root) {
                throw DiskAct.wrongState(
                        disk,
                        "taken from its VM: it is its root disk",
                        "Restart the VM: it starts with its root disk.");
            }
        }

        /** What QEMU still has of it besides the device; and the file is the daemon's again. */
        private void leave(LiveMachine machine, Disk disk) {
            if (payload.vm().equals(disk.vm)) {
                machine.devices().unplug(disk.id, NODE);
            }
        }

        @Override
        public void succeed() {
            Disk disk = disks.require(payload.disk());
            if (place.isPresent()) {
                attach(disk, place.get());
            } else if (payload.vm().equals(disk.vm)) {
                disk.detach();
            }
            disks.changed(disk);
        }

        private void attach(Disk disk, DiskPlace there) {
            disk.state = DiskState.ATTACHED;
            disk.vm = payload.vm();
            disk.bus = there.bus();
            disk.slot = there.slot();
            disk.readOnly = there.readOnly();
        }

        @Override
        public void fail(Failure why) {}

        @Override
        public void ended() {
            manifests.refreshSoon(payload.vm());
        }
    }
}
