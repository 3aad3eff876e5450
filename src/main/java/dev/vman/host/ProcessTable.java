package dev.vman.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The processes of this host. Every answer is a reading of one moment: a process may be gone when
 * the call returns.
 */
public interface ProcessTable {

    /** This boot of the host, which a {@link ProcessIdentity} carries. */
    String bootId();

    /**
     * The process with exactly this identity. Absent when its pid is gone, belongs to another
     * process, comes from another boot, or is a zombie.
     */
    Presence<ProcessSight> look(ProcessIdentity identity);

    /** The identity of the process that has this pid now. */
    Presence<ProcessIdentity> identify(long pid);

    /** All live processes whose command line passes, from one walk over {@code /proc}. */
    List<ProcessSight> scan(Predicate<List<String>> arguments);

    /**
     * As above, but those of {@code known} (by pid) that live and are the same process still are
     * taken over as they were seen: a process is only read once.
     */
    default List<ProcessSight> scan(
            Predicate<List<String>> arguments, Map<Long, ProcessSight> known) {
        return scan(arguments);
    }

    /**
     * The state letter, read from one file; empty when the process is gone or could not be read.
     */
    Optional<Character> stateOf(ProcessIdentity identity);

    /**
     * The pids that have this file (its device and inode, whatever the name) open. Present with an
     * empty set is the proof that nobody has; absent means that there is no such file. Unknown when
     * nobody was found but a process could not be read that belongs to the file's owner or names
     * the file in its arguments.
     */
    Presence<Set<Long>> holdersOf(Path file);

    /**
     * The table of the host that this program runs on.
     *
     * @throws UncheckedIOException if there is no {@code /proc} here
     */
    static ProcessTable ofThisHost() {
        try {
            return new LinuxProcessTable(ProcFiles.bootId());
        } catch (IOException noProc) {
            throw new UncheckedIOException(noProc);
        }
    }
}
