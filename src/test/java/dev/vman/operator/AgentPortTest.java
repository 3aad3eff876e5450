package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AgentPortTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private final MachineEvents events = new MachineEvents(() -> {}, () -> {}, false);
    @TempDir private Path folder;
    private FakeQemu qemu;
    private QmpLink link;

    @BeforeEach
    void connect() throws Exception {
        Path socket = folder.resolve("qmp.sock");
        qemu = new FakeQemu(socket);
        link = new QmpLink(socket, MachineEvents.NAMES, events);
        link.start();
        assertThat(link.awaitConnected(SOON)).isTrue();
    }

    @AfterEach
    void close() throws Exception {
        link.close();
        qemu.close();
    }

    private boolean isOpen() {
        return events.agentPort().isOpen(link);
    }

    private boolean opensSoon() {
        long end = System.nanoTime() + SOON.toNanos();
        while (!isOpen() && System.nanoTime() < end) {
            LockSupport.parkNanos(10_000_000);
        }
        return isOpen();
    }

    @Test
    void isAskedForOnceAndThenToldByEvents() throws Exception {
        qemu.answer(
                "query-chardev",
                "[{\"label\": \"serial0\", \"frontend-open\": true},"
                        + " {\"label\": \"agent\", \"frontend-open\": false}]");
        assertThat(isOpen()).isFalse();

        qemu.event(AgentPort.CHANGE, "{\"id\": \"files-port\", \"open\": true}");
        qemu.event(AgentPort.CHANGE, "{\"id\": \"agent-port\", \"open\": true}");

        assertThat(opensSoon()).isTrue();
        assertThat(qemu.commands().stream().filter("query-chardev"::equals)).hasSize(1);
    }
}
