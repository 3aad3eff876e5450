package dev.vman.operator;

import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Keeps the logs of all held machines small; see {@link CappedLog}. Run it every second. */
final class LogCap implements Runnable {
    private static final Logger LOG = Logger.getLogger(LogCap.class);

    private final Supplier<? extends Collection<? extends HeldMachine>> machines;

    LogCap(Supplier<? extends Collection<? extends HeldMachine>> machines) {
        this.machines = machines;
    }

    @Override
    public void run() {
        for (HeldMachine machine : machines.get()) {
            cut(machine.folder());
        }
    }

    private static void cut(VmFolder folder) {
        for (Path log : List.of(folder.consoleLog(), folder.qemuLog())) {
            try {
                if (CappedLog.standard(log).cut()) {
                    LOG.debugf("%s was cut", log);
                }
            } catch (IOException e) {
                LOG.debugf("%s can't be cut: %s", log, e.getMessage());
            }
        }
    }
}
