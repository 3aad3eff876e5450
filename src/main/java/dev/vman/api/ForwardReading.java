package dev.vman.api;

import dev.vman.inventory.PortForward;
import dev.vman.inventory.PortForwards;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vms;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Reads the forwarded ports of a VM; each call sees what is committed now. */
@Singleton
class ForwardReading {
    private final Snapshot snapshot;
    private final Vms vms;
    private final PortForwards forwards;

    ForwardReading(Snapshot snapshot, Vms vms, PortForwards forwards) {
        this.snapshot = snapshot;
        this.vms = vms;
        this.forwards = forwards;
    }

    /** All, since a VM has few. */
    Items<ForwardView> list(String vm) {
        return snapshot.read(() -> {
            UUID id = vms.require(Reference.parse(vm)).id;
            return new Items<>(forwards.of(id).stream().map(ForwardView::of).toList(), null);
        });
    }

    Read<ForwardView> read(String vm, UUID forward) {
        return snapshot.read(() -> {
            PortForward row = forwards.require(vms.require(Reference.parse(vm)).id, forward);
            return new Read<>(ForwardView.of(row), row.id, PortForward.VERSION);
        });
    }

    /** As a collection of their own. */
    Collection of(String vm) {
        return new Collection() {
            @Override
            public String path() {
                return "vms/" + vm + "/forwards";
            }

            @Override
            public Read<?> read(UUID id) {
                return ForwardReading.this.read(vm, id);
            }
        };
    }
}
