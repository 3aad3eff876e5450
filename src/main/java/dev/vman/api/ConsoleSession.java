package dev.vman.api;

import dev.vman.operator.GrowingLog;
import java.nio.file.Path;

/** One client at a VM's serial line: it reads, and types where it may. */
final class ConsoleSession implements SocketSession {
    private static final int HISTORY_BYTES = 64 << 10;
    private final Path log;
    private final VmPresence vm;
    private final ConsoleLine line;
    private final boolean write;

    ConsoleSession(Path log, VmPresence vm, ConsoleLine line, boolean write) {
        this.log = log;
        this.vm = vm;
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
        new ConsoleReader(socket, GrowingLog.fromTail(log, HISTORY_BYTES), vm).run();
    }

    @Override
    public void close() {
        line.part();
    }
}
