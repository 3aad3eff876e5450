package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a VM's process died, and what it left behind.
 *
 * @param at when it was noticed; null when nobody watched
 * @param exitCode null where a signal ended it, or nobody knows
 * @param signal such as {@code SIGSEGV}
 * @param shutdownReason QMP's, where QEMU said that it would end
 * @param qemuOutput the end of what QEMU itself wrote in that run
 * @param serialOutput the end of what its guest wrote in that run
 * @param operation what was under way
 */
public record Crash(
        @Nullable Instant at,
        @Nullable Long pid,
        @Nullable Integer exitCode,
        @Nullable String signal,
        OomKilled oomKilled,
        @Nullable String shutdownReason,
        String qemuOutput,
        String serialOutput,
        @Nullable UnderWay operation) {

    /** An operation, as far as it had come. */
    public record UnderWay(UUID id, String kind, String step) {}

    /** Whether the kernel ended it for want of memory. */
    public enum OomKilled {
        YES,
        NO,
        UNKNOWN;

        /** The name on the wire. */
        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Crash during(UnderWay operation) {
        return new Crash(
                at,
                pid,
                exitCode,
                signal,
                oomKilled,
                shutdownReason,
                qemuOutput,
                serialOutput,
                operation);
    }
}
