package dev.vman.api;

import dev.vman.host.ProcessIdentity;
import dev.vman.operator.GrowingLog;
import java.nio.file.Path;
import java.util.Optional;

/** One client at a VM's serial line: it reads, and types where it may. */
final class ConsoleSession implements SocketSession {
    private static final int HISTORY_BYTES = 64 << 10;
    private final GrowingLog log;
    private final VmPresence vm;
    private final Optional<ProcessIdentity> process;
    private final ConsoleLine line;
    private final boolean write;

    /**
     * Its past ends here: whatever the guest writes from now on is told, however much it is, and
     * that it has stopped.
     */
    ConsoleSession(Path log, VmPresence vm, ConsoleLine line, boolean write) {
        this.log = GrowingLog.fromTail(log, HISTORY_BYTES);
        this.vm = vm;
        this.process = vm.process().get();
        this.line = line;
        this.write = write;
    }

    @Override
    public void run(LiveSocket socket) {
        ConsoleTypist typist = new ConsoleTypist(socket, line);
        if (write) {
            line.take(typist);
        }
        Thread.ofVirtual().name("console-typist").start(typist);
        new ConsoleReader(socket, log, vm, process).run();
    }

    @Override
    public void close() {
        line.part();
    }
}
