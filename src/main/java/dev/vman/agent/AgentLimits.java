package dev.vman.agent;

import java.time.Duration;

/**
 * What a guest may cost.
 *
 * @param sync until the line is in step, connecting included
 * @param question until an ordinary answer is there
 * @param turn how long a question waits for those before it
 * @param replyBytes the longest answer that is read to its end; an agent sends up to 16 MiB of each
 *     of a command's outputs, in base64
 * @param outputBytes what is kept of each of a command's outputs; the rest is read and dropped
 * @param commands at once
 * @param stall how long a file's bytes may stand still
 */
public record AgentLimits(
        Duration sync,
        Duration question,
        Duration turn,
        int replyBytes,
        int outputBytes,
        int commands,
        Duration stall) {
    private static final int MIB = 1 << 20;

    /** Fit for guests that are emulated on a busy host. */
    public static final AgentLimits STANDARD =
            new AgentLimits(
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    48 * MIB,
                    MIB,
                    8,
                    Duration.ofSeconds(20));
}
