package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Cdroms;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmCdrom;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.journal.StepContext;
import dev.vman.operator.CdromMedium;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import dev.vman.operator.OperatorConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code vm.cdrom}: what lies in a VM's CD-ROM drive; at once where it runs, else from its next
 * start.
 */
@ApplicationScoped
class ChangeCdrom implements ActKind<ChangeCdrom.Payload> {
    static final String KIND = "vm.cdrom";

    /** A manifest. */
    private static final long ROOM = 1L << 16;

    private final Vms vms;
    private final Cdroms cdroms;
    private final IsoImages images;
    private final Operator operator;
    private final Manifests manifests;
    private final Duration timeout;

    ChangeCdrom(
            Vms vms,
            Cdroms cdroms,
            IsoImages images,
            Operator operator,
            Manifests manifests,
            OperatorConfig config) {
        this.vms = vms;
        this.cdroms = cdroms;
        this.images = images;
        this.operator = operator;
        this.manifests = manifests;
        this.timeout = config.detachTimeout();
    }

    /**
     * The request.
     *
     * @param image null: the drive is to be empty
     * @param force opens a tray that the guest has locked
     * @param version the VM's that the caller saw
     */
    record Payload(UUID vm, @Nullable UUID image, boolean force, @Nullable Long version) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Change(payload);
    }

    /** What is taken out may be taken out on a full disk. */
    @Override
    public long roomFor(Payload payload) {
        return payload.image() == null ? 0 : ROOM;
    }

    /** Throws unless the VM's state allows a change. */
    static void check(Vm vm) {
        switch (vm.state) {
            case UNREACHABLE -> throw VmAct.unreachable(vm);
            case STARTING, STOPPING ->
                    throw VmAct.wrongState(
                            vm, "given another CD-ROM", "Wait until it is running or stopped.");
            case STOPPED, RUNNING, PAUSED, CRASHED, ERROR -> {}
        }
    }

    /** Whether there is nothing to do: of a VM that runs, only its QEMU could tell. */
    boolean isSo(Vm vm, @Nullable UUID image) {
        Optional<VmCdrom> drive = cdroms.of(vm.id);
        if (drive.isEmpty()) {
            return image == null;
        }
        return !vm.state.mayHaveProcess() && Objects.equals(drive.get().image, image);
    }

    private final class Change implements Act {
        private final Payload payload;

        Change(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public boolean settled() {
            return isSo(vms.require(payload.vm()), payload.image());
        }

        @Override
        public void admit() {
            Vm vm = vms.require(payload.vm());
            Versions.check(payload.version(), vm.version, "VM '" + vm.name + "'");
            check(vm);
            images.claim(payload.image());
            cdroms.expect(vm.id, payload.image());
        }

        @Override
        public List<Step> steps() {
            return List.of(new Load(payload));
        }

        @Override
        public void succeed() {
            cdroms.set(payload.vm(), payload.image());
            vms.changed(vms.require(payload.vm()));
        }

        /** Also where it could not be told what came of it: the observer compares. */
        @Override
        public void fail(Failure why) {
            cdroms.giveUp(payload.vm());
        }

        @Override
        public void ended() {
            manifests.refreshSoon(payload.vm());
        }
    }

    private final class Load implements Step {
        private final Payload payload;

        Load(Payload payload) {
            this.payload = payload;
        }

        @Override
        public String name() {
            return "load";
        }

        /** Cold: the row is all there is to it. */
        private Optional<LiveMachine> machine() {
            return DiskAct.isLive(vms, payload.vm())
                    ? Optional.of(DiskAct.machine(operator, payload.vm()))
                    : Optional.empty();
        }

        @Override
        public Probe probe() {
            try {
                boolean done =
                        machine()
                                .flatMap(machine -> machine.devices().cdrom())
                                .filter(drive -> drive.offers(wanted()))
                                .isPresent();
                return done ? Probe.DONE : Probe.NOT_DONE;
            } catch (Failure.Unavailable e) {
                return Probe.COULD_NOT_TELL;
            }
        }

        private @Nullable CdromMedium wanted() {
            return images.mediumOrNone(payload.image());
        }

        @Override
        public void perform(StepContext context) {
            machine()
                    .ifPresent(
                            machine -> machine.devices().load(wanted(), payload.force(), timeout));
        }

        /** By force: nobody was told yet that the new one is in. */
        @Override
        public void undo() {
            machine().filter(machine -> machine.death().isEmpty()).ifPresent(this::bringBack);
        }

        private void bringBack(LiveMachine machine) {
            Optional<VmCdrom> before =
                    QuarkusTransaction.requiringNew().call(() -> cdroms.of(payload.vm()));
            if (before.isPresent()) {
                machine.devices().load(images.mediumOrNone(before.get().image), true, timeout);
            } else {
                machine.devices().unplugCdrom(timeout);
            }
        }
    }
}
