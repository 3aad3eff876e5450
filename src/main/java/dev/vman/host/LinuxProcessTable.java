package dev.vman.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads {@code /proc}. */
final class LinuxProcessTable implements ProcessTable {

    private final String bootId;

    LinuxProcessTable(String bootId) {
        this.bootId = bootId;
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public Presence<ProcessSight> look(ProcessIdentity identity) {
        if (!identity.bootId().equals(bootId)) {
            return new Presence.Absent<>();
        }
        Presence<ProcessSight> sight = read(identity.pid());
        return sight.found().filter(seen -> !seen.identity().equals(identity)).isPresent()
                ? new Presence.Absent<>()
                : sight;
    }

    @Override
    public Presence<ProcessIdentity> identify(long pid) {
        try {
            ProcStat stat = ProcFiles.stat(pid);
            return stat.isDead()
                    ? new Presence.Absent<>()
                    : new Presence.Present<>(identity(pid, stat));
        } catch (IOException trouble) {
            return goneOrUnknown(pid, trouble);
        }
    }

    @Override
    public List<ProcessSight> scan(Predicate<List<String>> arguments) {
        return scan(arguments, Map.of());
    }

    @Override
    public List<ProcessSight> scan(
            Predicate<List<String>> arguments, Map<Long, ProcessSight> known) {
        List<ProcessSight> sights = new ArrayList<>();
        for (long pid : ProcFiles.pids()) {
            @Nullable ProcessSight before = known.get(pid);
            if (before != null && stateOf(before.identity()).isPresent()) {
                sights.add(before);
            } else if (argumentsPass(pid, arguments)) {
                read(pid)
                        .found()
                        .filter(sight -> arguments.test(sight.arguments()))
                        .ifPresent(sights::add);
            }
        }
        return sights;
    }

    @Override
    public Optional<Character> stateOf(ProcessIdentity identity) {
        if (!identity.bootId().equals(bootId)) {
            return Optional.empty();
        }
        try {
            ProcStat stat = ProcFiles.stat(identity.pid());
            return stat.startTicks() == identity.startTicks() && !stat.isDead()
                    ? Optional.of(stat.state())
                    : Optional.empty();
        } catch (IOException goneOrUnreadable) {
            return Optional.empty();
        }
    }

    @Override
    public Presence<Set<Long>> holdersOf(Path file) {
        return FileHolders.of(file);
    }

    /**
     * The start time is read last: if it is the expected one, all before it was of the same
     * process.
     */
    private Presence<ProcessSight> read(long pid) {
        try {
            List<String> arguments = ProcFiles.arguments(pid);
            int uid = ProcFiles.effectiveUid(pid);
            ProcStat stat = ProcFiles.stat(pid);
            return stat.isDead()
                    ? new Presence.Absent<>()
                    : new Presence.Present<>(
                            new ProcessSight(identity(pid, stat), stat.state(), uid, arguments));
        } catch (IOException trouble) {
            return goneOrUnknown(pid, trouble);
        }
    }

    private static boolean argumentsPass(long pid, Predicate<List<String>> filter) {
        try {
            return filter.test(ProcFiles.arguments(pid));
        } catch (IOException gone) {
            return false;
        }
    }

    private ProcessIdentity identity(long pid, ProcStat stat) {
        return new ProcessIdentity(bootId, pid, stat.startTicks());
    }

    /**
     * A process that ends while it is read gives ESRCH, which Java does not tell from other
     * trouble.
     */
    private static <T> Presence<T> goneOrUnknown(long pid, IOException trouble) {
        return ProcFiles.isGone(pid)
                ? new Presence.Absent<>()
                : new Presence.Unknown<>("process " + pid + ": " + trouble.getMessage());
    }
}
