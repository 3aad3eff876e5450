package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Vms;
import dev.vman.operator.Operator;
import dev.vman.operator.OperatorConfig;
import dev.vman.operator.UidRange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Gives every VM an unprivileged user of its own, where the daemon has the rights to. */
@ApplicationScoped
class VmUsers {
    private final Vms vms;
    private final Operator operator;
    private final Optional<UidRange> range;

    private final OpenClaims claims;

    VmUsers(
            Vms vms,
            Operator operator,
            OperatorConfig config,
            TransactionSynchronizationRegistry transactions) {
        this.claims = new OpenClaims(transactions);
        this.vms = vms;
        this.operator = operator;
        this.range = UidRange.parse(config.uidRange());
    }

    /**
     * A uid that no other VM has, in the transaction that adds the VM; empty when QEMU runs as the
     * daemon's own user.
     */
    Optional<Integer> choose(UUID vm) {
        if (!operator.capabilities().userPerVm()) {
            return Optional.empty();
        }
        return range.map(uids -> claim(vm, uids));
    }

    private synchronized int claim(UUID vm, UidRange uids) {
        Set<Integer> promised = Set.copyOf(claims.ofOthers(vm).values());
        int uid =
                vms.freeUid(uids.first(), uids.last(), uids.startFor(vm.hashCode()), promised)
                        .orElseThrow(VmUsers::exhausted);
        claims.add(vm, uid);
        return uid;
    }

    /**
     * Keeps the uid that an adopted VM has always had, in the transaction that adds the VM.
     *
     * @throws Failure.Conflict another VM has it, or it is none that VMs may have
     */
    synchronized void keep(UUID vm, int uid) {
        if (range.filter(uids -> uids.first() <= uid && uid <= uids.last()).isEmpty()) {
            throw new Failure.Conflict(
                    "uid-out-of-range",
                    "VM " + vm + " had the uid " + uid + ", which no VM may have here.",
                    "Widen vman.operator.uid-range, so that it holds this uid.");
        }
        Set<Integer> promised = Set.copyOf(claims.ofOthers(vm).values());
        if (vms.freeUid(uid, uid, uid, promised).isEmpty()) {
            throw new Failure.Conflict(
                    "uid-taken",
                    "VM " + vm + " had the uid " + uid + ", which another VM has now.",
                    "Delete the other VM, or quarantine this one's folder.");
        }
        claims.add(vm, uid);
    }

    private static Failure exhausted() {
        return new Failure.Conflict(
                "uids-exhausted",
                "Every uid of vman.operator.uid-range has a VM.",
                "Delete VMs, or widen the range.");
    }
}
