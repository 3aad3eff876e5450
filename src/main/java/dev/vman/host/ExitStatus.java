package dev.vman.host;

/** How a process ended. */
public sealed interface ExitStatus {

    record Exited(int code) implements ExitStatus {}

    record Killed(int signal) implements ExitStatus {}

    /** It ended, and nobody can say how. */
    record Unknown(String why) implements ExitStatus {}

    /** As people say it: {@code exit code 1}, {@code killed by SIGKILL (9)}. */
    default String describe() {
        return switch (this) {
            case Exited(int code) -> "exit code " + code;
            case Killed(int signal) -> "killed by " + Signal.describe(signal);
            case Unknown(String why) -> "cause unknown: " + why;
        };
    }

    /** From the status that wait(2) and {@code PIDFD_GET_INFO} give. */
    static ExitStatus ofWaitStatus(int status) {
        int signal = status & 0x7f;
        return signal == 0 ? new Exited((status >> 8) & 0xff) : new Killed(signal);
    }
}
