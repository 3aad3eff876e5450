package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Cdroms;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import dev.vman.operator.CdromSight;
import dev.vman.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code cdrom.align}: the record of a VM's CD-ROM drive follows what its QEMU has, which somebody
 * changed beside VMAN. The guest is not touched.
 */
@ApplicationScoped
class AlignCdrom implements ActKind<AlignCdrom.Payload> {
    static final String KIND = "cdrom.align";
    private final Vms vms;
    private final Cdroms cdroms;
    private final IsoImages images;
    private final Operator operator;
    private final Manifests manifests;

    AlignCdrom(Vms vms, Cdroms cdroms, IsoImages images, Operator operator, Manifests manifests) {
        this.vms = vms;
        this.cdroms = cdroms;
        this.images = images;
        this.operator = operator;
        this.manifests = manifests;
    }

    /** The request. */
    record Payload(UUID vm) {}

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
        private Optional<CdromSight> drive = Optional.empty();

        Align(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.vm());
        }

        @Override
        public void admit() {
            Vm vm = vms.require(payload.vm());
            if (vm.state != VmState.RUNNING && vm.state != VmState.PAUSED) {
                throw VmAct.wrongState(
                        vm, "asked for its CD-ROM drive", "It has none while nothing runs.");
            }
        }

        @Override
        public List<Step> steps() {
            return List.of(SimpleStep.of("ask", this::ask));
        }

        private void ask() {
            drive = DiskAct.machine(operator, payload.vm()).devices().cdrom();
            drive.ifPresent(sight -> {
                var _ = medium(sight);
            });
        }

        /** Null: it is empty. Throws where what lies in it is no image of ours. */
        private @Nullable UUID medium(CdromSight sight) {
            if (sight.file().isEmpty()) {
                return null;
            }
            return images.imageOf(sight.file())
                    .orElseThrow(() ->
                            new Failure.Conflict(
                                    "wrong-state",
                                    "What lies in the CD-ROM drive is no image of VMAN's: '"
                                            + sight.file()
                                            + "'.",
                                    "Take it out, or put in another one through the API."));
        }

        @Override
        public void succeed() {
            if (drive.isPresent()) {
                UUID image = medium(drive.get());
                images.claim(image);
                cdroms.set(payload.vm(), image);
            } else {
                cdroms.remove(payload.vm());
            }
            vms.changed(vms.require(payload.vm()));
        }

        @Override
        public void fail(Failure why) {}

        @Override
        public void ended() {
            manifests.refreshSoon(payload.vm());
        }
    }
}
