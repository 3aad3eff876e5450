package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.Failure;
import dev.vman.qmp.QmpEvent;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether the guest has opened the port of its agent. QEMU tells when that changes, and is asked
 * once after each connection.
 */
final class AgentPort {
    static final String CHANGE = "VSERPORT_CHANGE";

    private static final String CHARDEV = "agent";
    private static final Duration DEADLINE = Duration.ofSeconds(1);
    private final AtomicReference<@Nullable Boolean> open = new AtomicReference<>();

    void heard(QmpEvent change) {
        if (change.data().path("id").asText().equals(DeviceJson.portOf(CHARDEV))) {
            open.set(change.data().path("open").asBoolean());
        }
    }

    /** What happens from here on is not heard. */
    void forget() {
        open.set(null);
    }

    boolean isOpen(QmpLink link) {
        Boolean known = open.get();
        if (known != null) {
            return known;
        }
        try {
            boolean asked = ask(link);
            // An event that came meanwhile is newer.
            boolean _ = open.compareAndSet(null, asked);
            return asked;
        } catch (Failure unreachable) {
            return false;
        }
    }

    private static boolean ask(QmpLink link) {
        for (JsonNode chardev : link.execute("query-chardev", DEADLINE)) {
            if (chardev.path("label").asText().equals(CHARDEV)) {
                return chardev.path("frontend-open").asBoolean();
            }
        }
        return false;
    }
}
