package dev.vman.api;

import dev.vman.inventory.PortForward;
import dev.vman.inventory.PortForwards;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vms;
import jakarta.inject.Singleton;
import java.util.List;
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

    /** Those of one VM. */
    Items<ForwardView> list(String vm, ListParameters part) {
        return snapshot.read(() -> {
            UUID id = vms.require(Reference.parse(vm)).id;
            List<ForwardView> all = forwards.of(id).stream().map(ForwardView::of).toList();
            return Items.of(all, part, forward -> forward.id().toString());
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
