package dev.vman.operator;

import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import dev.vman.host.ProcessTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Processes that only exist on paper. */
final class FakeProcessTable implements ProcessTable {
    static final String BOOT = "boot-1";

    private final List<ProcessSight> sights;

    FakeProcessTable(ProcessSight... sights) {
        this.sights = List.of(sights);
    }

    static ProcessSight process(long pid, String... arguments) {
        return new ProcessSight(new ProcessIdentity(BOOT, pid, 1), 'S', 0, List.of(arguments));
    }

    @Override
    public String bootId() {
        return BOOT;
    }

    @Override
    public Presence<ProcessSight> look(ProcessIdentity identity) {
        for (ProcessSight sight : sights) {
            if (sight.identity().equals(identity)) {
                return new Presence.Present<>(sight);
            }
        }
        return new Presence.Absent<>();
    }

    @Override
    public Presence<ProcessIdentity> identify(long pid) {
        return new Presence.Unknown<>("not asked for here");
    }

    @Override
    public List<ProcessSight> scan(Predicate<List<String>> arguments) {
        return sights.stream().filter(sight -> arguments.test(sight.arguments())).toList();
    }

    @Override
    public Optional<Character> stateOf(ProcessIdentity identity) {
        return look(identity).found().map(ProcessSight::state);
    }

    @Override
    public Presence<Set<Long>> holdersOf(Path file) {
        return new Presence.Unknown<>("not asked for here");
    }
}
