package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Vms;
import dev.vman.operator.Operator;
import dev.vman.operator.OperatorConfig;
import dev.vman.operator.UidRange;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Gives every VM an unprivileged user of its own, where the daemon has the rights to. */
@ApplicationScoped
class VmUsers {
    private final Vms vms;
    private final Operator operator;
    private final Optional<UidRange> range;

    VmUsers(Vms vms, Operator operator, OperatorConfig config) {
        this.vms = vms;
        this.operator = operator;
        this.range = UidRange.parse(config.uidRange());
    }

    /** A uid that no other VM has; empty when QEMU runs as the daemon's own user. */
    Optional<Integer> choose(UUID vm) {
        if (!operator.capabilities().userPerVm()) {
            return Optional.empty();
        }
        return range.map(uids ->
                vms.freeUid(uids.first(), uids.last(), uids.startFor(vm.hashCode()))
                        .orElseThrow(() ->
                                new Failure.Conflict(
                                        "uids-exhausted",
                                        "Every uid of vman.operator.uid-range has a VM.",
                                        "Delete VMs, or widen the range.")));
    }
}
