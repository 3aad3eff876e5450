package dev.vman.api;

import dev.vman.inventory.Crash;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A crash on the wire. */
record CrashView(
        @Schema(description = "When it was noticed; null when nobody watched.")
                @Nullable Instant at,
        @Schema(examples = "4711") @Nullable Long pid,
        @Schema(description = "Null where a signal ended it, or nobody knows.", examples = "1")
                @Nullable Integer exitCode,
        @Schema(examples = "SIGSEGV") @Nullable String signal,
        @Schema(description = "Whether the kernel ended it for want of memory.", examples = "no")
                Crash.OomKilled oomKilled,
        @Schema(
                        description = "QMP's, where QEMU said that it would end.",
                        examples = "host-qmp-quit")
                @Nullable String shutdownReason,
        @Schema(description = "The last 4 KiB that QEMU itself wrote in that run.")
                String qemuOutput,
        @Schema(description = "The last 4 KiB that the guest wrote to its serial line in that run.")
                String serialOutput,
        @Schema(description = "What was under way at that moment.") @Nullable UnderWay operation) {
    /** An operation, as far as it had come. */
    record UnderWay(
            UUID id,
            @Schema(examples = "disk.attach") String kind,
            @Schema(examples = "plug") String step) {
        static @Nullable UnderWay of(Crash.@Nullable UnderWay operation) {
            return operation == null
                    ? null
                    : new UnderWay(operation.id(), operation.kind(), operation.step());
        }
    }

    static CrashView of(Crash crash) {
        return new CrashView(
                crash.at(),
                crash.pid(),
                crash.exitCode(),
                crash.signal(),
                crash.oomKilled(),
                crash.shutdownReason(),
                crash.qemuOutput(),
                crash.serialOutput(),
                UnderWay.of(crash.operation()));
    }
}
