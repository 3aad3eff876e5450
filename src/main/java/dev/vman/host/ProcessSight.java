package dev.vman.host;

import java.util.List;

/**
 * A live process as {@code /proc} showed it at one moment.
 *
 * @param state the letter of {@code /proc/<pid>/stat}, such as {@code R}, {@code S} or {@code T}
 * @param uid the effective uid
 * @param arguments the command line; the process itself can rewrite it
 */
public record ProcessSight(ProcessIdentity identity, char state, int uid, List<String> arguments) {

    public ProcessSight {
        arguments = List.copyOf(arguments);
    }

    /** Whether SIGSTOP or a debugger holds it. */
    public boolean isStoppedBySignal() {
        return isStopped(state);
    }

    /** Whether this state letter says so. */
    public static boolean isStopped(char state) {
        return state == 'T' || state == 't';
    }
}
