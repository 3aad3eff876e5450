package dev.vman.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * The answer to a command that was sent; {@link QmpClient#send}. One that nobody awaits is dropped
 * when it comes.
 */
public interface QmpAnswer {
    /**
     * Waits for it until the command's deadline. To be called once.
     *
     * @return the value that QEMU returned; an empty object for commands that return nothing
     * @throws QmpCommandFailed if QEMU answered with an error
     * @throws QmpTimedOut if the answer did not come in time; one that comes later is dropped
     * @throws QmpDisconnected if the connection has ended, or ends before the answer
     * @throws QmpProtocolViolation if it ended because the peer broke the protocol
     */
    JsonNode await();

    /**
     * Waits this long at most for {@link #await} to have nothing to wait for: it would return or
     * throw at once.
     */
    boolean isReadyWithin(Duration patience);
}
