package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class QmpLinkTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration A_WHILE = Duration.ofMillis(100);

    @TempDir Path folder;
    private Path socket;
    private final Looks looks = new Looks();
    private final MachineEvents events =
            new MachineEvents(() -> looks.lookAt(new UUID(0, 0)), () -> {}, false);

    private QmpLink link;

    @BeforeEach
    void open() {
        socket = folder.resolve("qmp.sock");
        link = new QmpLink(socket, MachineEvents.NAMES, events);
        link.start();
    }

    @AfterEach
    void close() {
        link.close();
    }

    @Test
    void connectsAsSoonAsThereIsSomebody() throws Exception {
        assertThat(link.awaitConnected(A_WHILE)).isFalse();

        try (FakeQemu qemu = new FakeQemu(socket)) {
            qemu.answer("query-status", "{\"status\": \"running\"}");

            assertThat(link.awaitConnected(SOON)).isTrue();
            assertThat(link.execute("query-status", SOON).path("status").asText())
                    .isEqualTo("running");
            assertThat(looks.await(SOON)).isTrue();
        }
    }

    /** Else a hostile QEMU could have commands for its machine sent to another one. */
    @Test
    void followsNoLinkToAnotherMachine() throws Exception {
        Path another = folder.resolve("another.sock");
        try (FakeQemu qemu = new FakeQemu(another)) {
            Files.createSymbolicLink(socket, another);

            assertThat(link.awaitConnected(A_WHILE.multipliedBy(5))).isFalse();
            assertThat(qemu.commands()).isEmpty();
        }
    }

    @Test
    void saysThatNobodyListensWithinTheDeadline() {
        assertThatExceptionOfType(Failure.Unavailable.class)
                .isThrownBy(() -> link.execute("query-status", A_WHILE))
                .satisfies(e -> assertThat(e.code()).isEqualTo("vm-unreachable"));
    }

    @Test
    void saysThatQemuDoesNotAnswerWithinTheDeadline() throws Exception {
        try (FakeQemu _ = new FakeQemu(socket)) {
            assertThat(link.awaitConnected(SOON)).isTrue();

            assertThatExceptionOfType(Failure.Unavailable.class)
                    .isThrownBy(() -> link.execute("query-status", A_WHILE))
                    .satisfies(e -> assertThat(e.code()).isEqualTo("vm-unreachable"));
        }
    }

    @Test
    void tellsARefusalInQemusOwnWords() throws Exception {
        try (FakeQemu qemu = new FakeQemu(socket)) {
            qemu.refuse("cont", "GenericError", "Resetting the VM is required");

            assertThatExceptionOfType(Failure.HostFailure.class)
                    .isThrownBy(() -> link.execute("cont", SOON))
                    .withMessageContaining("Resetting the VM is required")
                    .satisfies(e -> assertThat(e.code()).isEqualTo("qemu-refused"));
        }
    }

    @Test
    void connectsAgainAfterTheConnectionIsLost() throws Exception {
        try (FakeQemu qemu = new FakeQemu(socket)) {
            qemu.answer("query-status", "{}");
            assertThat(link.awaitConnected(SOON)).isTrue();
            long before = handshakes(qemu);

            qemu.hangUp();

            assertThat(looks.awaitUntil(() -> handshakes(qemu) > before, SOON)).isTrue();
        }
    }

    private static long handshakes(FakeQemu qemu) {
        return qemu.commands().stream().filter("qmp_capabilities"::equals).count();
    }

    @Test
    void remembersTheLastShutdownBeforeTheEnd() throws Exception {
        try (FakeQemu qemu = new FakeQemu(socket)) {
            assertThat(link.awaitConnected(SOON)).isTrue();
            qemu.event("SHUTDOWN", "{\"guest\": true, \"reason\": \"guest-shutdown\"}");
            Files.delete(socket);
            qemu.hangUp();

            assertThat(link.awaitDisconnected(SOON)).isTrue();
            assertThat(events.shutdown())
                    .isEqualTo(new MachineEvents.Shutdown(true, "guest-shutdown"));
        }
    }

    @Test
    void letsWaitersGoWhenItIsClosed() {
        Thread.startVirtualThread(link::close);

        assertThat(link.awaitConnected(SOON)).isFalse();
    }
}
