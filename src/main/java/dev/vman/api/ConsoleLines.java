package dev.vman.api;

import dev.vman.Rounds;
import dev.vman.StartOrder;
import dev.vman.inventory.StorageLayout;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The serial lines that somebody is at, each once. */
@Singleton
class ConsoleLines {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private final RunningMachines machines;
    private final StorageLayout storage;
    private final Map<UUID, ConsoleLine> lines = new ConcurrentHashMap<>();
    private final Rounds rests = new Rounds("console-lines", PAUSE, this::rest);

    ConsoleLines(RunningMachines machines, StorageLayout storage) {
        this.machines = machines;
        this.storage = storage;
    }

    void start(@Observes @Priority(StartOrder.API) StartupEvent event) {
        rests.begin();
    }

    void stop(@Observes @Priority(StartOrder.API) ShutdownEvent event) {
        rests.end(Duration.ZERO);
    }

    /** The VM's line, with one client more; each is to {@link ConsoleLine#part}. */
    ConsoleLine join(UUID vm) {
        return lines.compute(
                vm, (_, known) -> (known == null ? new ConsoleLine(port(vm)) : known).join());
    }

    private SerialPort port(UUID vm) {
        return new SerialPort(storage.vm(vm).serialSocket(), () -> machines.find(vm));
    }

    private void rest() {
        lines.keySet()
                .forEach(vm -> lines.computeIfPresent(vm, (_, line) -> line.rest() ? null : line));
    }
}
