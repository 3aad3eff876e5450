package dev.vman.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vman.Failure;
import dev.vman.qmp.QmpCommandFailed;
import dev.vman.qmp.QmpException;
import dev.vman.qmp.QmpSubscription;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Takes devices out of a running machine. QEMU answers {@code device_del} before anything happened:
 * the guest has to let go.
 */
final class DeviceRemoval {
    // An event may be lost with a connection: the truth is read again now and then.
    private static final Duration REREAD = Duration.ofMillis(500);

    private final QmpLink link;
    private final BiPredicate<String, Duration> isThere;
    private final String remedy;

    /**
     * For devices of one sort.
     *
     * @param isThere asks QEMU for a device by its id, with that much patience
     * @param remedy what to do about a guest that does not let go of one
     */
    DeviceRemoval(QmpLink link, BiPredicate<String, Duration> isThere, String remedy) {
        this.link = link;
        this.isThere = isThere;
        this.remedy = remedy;
    }

    static ObjectNode device(String id) {
        return JsonNodeFactory.instance.objectNode().put("id", id);
    }

    /**
     * Returns when QEMU does not have the device; also where it never had.
     *
     * @throws Failure.Unavailable {@code guest-did-not-release}, timed out; the request stays with
     *     the guest
     */
    void remove(String device, Deadline end) {
        try (QmpSubscription deleted =
                link.subscribe(Set.of(MachineEvents.DEVICE_DELETED), end.left())) {
            if (request(device, end)) {
                awaitDeleted(device, deleted, end);
            }
        }
    }

    /** Asks for the device's removal; false when there is no such device. */
    private boolean request(String device, Deadline end) {
        try {
            link.execute("device_del", device(device), end.left());
            return true;
        } catch (Failure.HostFailure e) {
            if (isPending(e)) {
                return true;
            }
            if (isGone(e)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isGone(Failure e) {
        return e.getCause() instanceof QmpCommandFailed refused
                && refused.errorClass().equals("DeviceNotFound");
    }

    private static boolean isPending(Failure e) {
        return e.detail().contains("in the process of unplug");
    }

    private void awaitDeleted(String device, QmpSubscription deleted, Deadline end) {
        while (!sawDeleted(device, deleted, end.leftUpTo(REREAD))
                && isThere.test(device, end.left())) {
            if (end.passed()) {
                throw notReleased(device);
            }
        }
    }

    private static boolean sawDeleted(String device, QmpSubscription deleted, Duration wait) {
        try {
            return deleted.await(e -> e.data().path("device").asText().equals(device), wait)
                    .isPresent();
        } catch (QmpException e) {
            throw Unreachable.because("QEMU was lost while it unplugged: " + e.getMessage());
        }
    }

    private Failure notReleased(String device) {
        return Failure.Unavailable.timedOut(
                "guest-did-not-release",
                "The guest did not release " + device + " in time; the request stays with it.",
                remedy);
    }
}
