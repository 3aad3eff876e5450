package dev.vman.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
@Timeout(60)
class QmpClientIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir Path folder;

    @BeforeAll
    static void needsQemu() {
        RealQemu.assumeInstalled();
    }

    @Test
    void talksToARealQemuUntilItQuits() throws Exception {
        try (RealQemu qemu = RealQemu.start(folder);
                QmpClient client = qemu.connect();
                QmpSubscription events = client.subscribe(Set.of("SHUTDOWN"), 8)) {
            CompletableFuture<QmpException> end = new CompletableFuture<>();
            client.onClose(end::complete);

            assertThat(client.greeting().version().major()).isPositive();
            assertThat(client.execute("query-status", SOON).path("status").asText())
                    .isEqualTo("prelaunch");
            assertThat(client.execute("query-qmp-schema", SOON).size()).isGreaterThan(100);
            assertThatExceptionOfType(QmpCommandFailed.class)
                    .isThrownBy(() -> client.execute("no-such-command", SOON))
                    .satisfies(e -> assertThat(e.errorClass()).isEqualTo("CommandNotFound"));
            assertThatExceptionOfType(QmpCommandFailed.class)
                    .isThrownBy(() -> client.execute("device_del", Map.of("id", "none"), SOON))
                    .satisfies(e -> assertThat(e.errorClass()).isEqualTo("DeviceNotFound"));

            client.execute("quit", SOON);

            assertThat(events.poll(SOON).orElseThrow().data().path("reason").asText())
                    .isEqualTo("host-qmp-quit");
            assertThat(end).succeedsWithin(SOON).isInstanceOf(QmpDisconnected.class);
            assertThat(qemu.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(qemu.process().exitValue()).isZero();
        }
    }

    @Test
    void timesOutWhereAnotherClientIsServed() throws Exception {
        QmpOptions impatient = QmpOptions.defaults().withHandshakeDeadline(Duration.ofMillis(300));
        try (RealQemu qemu = RealQemu.start(folder);
                QmpClient first = qemu.connect()) {
            assertThatExceptionOfType(QmpTimedOut.class)
                    .isThrownBy(() -> QmpClient.connect(qemu.socket(), impatient));

            assertThat(first.execute("query-status", SOON).isObject()).isTrue();
        }
    }

    @Test
    void outlivesAStoppedQemuAndWorksAgainWhenItGoesOn() throws Exception {
        try (RealQemu qemu = RealQemu.start(folder);
                QmpClient client = qemu.connect()) {
            qemu.signal("STOP");
            assertThatExceptionOfType(QmpTimedOut.class)
                    .isThrownBy(() -> client.execute("query-status", Duration.ofMillis(300)));

            qemu.signal("CONT");

            assertThat(client.execute("query-status", SOON).isObject()).isTrue();
        }
    }
}
