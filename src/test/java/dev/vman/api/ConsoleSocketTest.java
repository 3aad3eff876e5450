package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class ConsoleSocketTest {
    @Inject LiveSockets sockets;
    @TempDir Path run;
    private SocketVm vm;
    private FakePeer serial;

    @BeforeEach
    void startAVm() throws IOException {
        vm = SocketVm.make(run).started();
        serial = FakePeer.silent(run.resolve("serial.sock"));
    }

    @AfterEach
    void awaitTheEndOfAllSockets() throws IOException {
        serial.close();
        SocketVm.await("places are given back", () -> sockets.open(SocketKind.CONSOLE) == 0);
    }

    @Test
    void tellsThePastAndThenWhatComes() throws IOException {
        vm.write("too old".repeat(10_000) + "the past. ");
        try (RawWebSocket console = vm.console("")) {
            assertThat(console.awaitBytes("past. ")).hasSize(64 << 10);

            vm.write("now \u00ff\u0000");

            assertThat(console.awaitBytes("now")).endsWith("the past. now \u00c3\u00bf\u0000");
        }
        assertThat(serial.clients()).as("who only reads leaves the line to others").isZero();
    }

    @Test
    void typesTextAndBytes() throws IOException {
        try (RawWebSocket console = vm.console("")) {
            console.type("ls -l\n");
            console.send(RawWebSocket.BINARY, new byte[] {3, 0, (byte) 0xff});

            SocketVm.await("it is typed", () -> serial.received().equals("ls -l\n\3\0\u00ff"));
        }
        SocketVm.await("the line is let go of", () -> serial.clients() == 0);
    }

    @Test
    void letsManyReadAndOneWrite() throws IOException {
        try (RawWebSocket first = vm.console("");
                RawWebSocket second = vm.console("")) {
            first.type("first.");
            SocketVm.await("it is typed", () -> serial.received().equals("first."));

            second.type("lost");
            second.awaitWords("Another client types");
            vm.write("to both");
            first.awaitBytes("to both");
            second.awaitBytes("to both");

            assertThat(serial.received()).isEqualTo("first.");
        }
    }

    @Test
    void givesTheLineToWhoAsksForIt() throws IOException {
        try (RawWebSocket first = vm.console("")) {
            first.type("first.");
            SocketVm.await("it is typed", () -> serial.received().equals("first."));
            try (RawWebSocket second = vm.console("?write=true")) {
                first.awaitWords("has taken the line");
                first.type("lost");
                first.awaitWords("Another client types");
                second.type("second.");
                SocketVm.await("it is typed", () -> serial.received().endsWith("second."));
            }
            SocketVm.await("the next one is heard", () -> isHeard(first));
        }
    }

    private boolean isHeard(RawWebSocket console) {
        try {
            console.type("again.");
            return serial.received().contains("first.second.again.");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsWhenNobodyHears() throws IOException {
        vm.act("stop");
        try (RawWebSocket console = vm.console("")) {
            console.awaitWords("does not run");
            console.type("x");
            console.awaitWords("the VM does not run");
        }
    }

    @Test
    void livesThroughRestartsAndEndsWithTheVm() throws IOException {
        try (RawWebSocket console = vm.console("")) {
            vm.act("stop");
            console.awaitWords("The VM has stopped.");
            vm.act("start");
            console.awaitWords("The VM has started.");
            vm.write("--- start again ---");
            console.awaitBytes("again");
            vm.act("stop");
            Api.delete("/vms/" + vm.name()).then().statusCode(204);

            assertThat(console.closeCode()).isEqualTo(1001);
        }
    }

    @Test
    void dropsWhoDoesNotReadAndKeepsNothingForHim() throws IOException {
        try (RawWebSocket slow = vm.console("");
                RawWebSocket quick = vm.console("")) {
            // More than the sockets take, less than what the log is cut at.
            for (int part = 0; part < 5; part++) {
                vm.write("x".repeat(1 << 20));
                int expected = (part + 1) << 20;
                while (quick.receivedBytes() < expected) {
                    RawWebSocket.Frame _ = quick.next();
                }
            }

            SocketVm.await("it is dropped", () -> sockets.open(SocketKind.CONSOLE) == 1);

            slow.readToEnd();
            vm.write("end");
            quick.awaitBytes("end");
        }
    }

    @Test
    void slowsDownWhoTypesFasterThanTheGuestReads() throws IOException {
        serial.deaf();
        try (RawWebSocket console = vm.console("")) {
            Thread typist =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    while (true) {
                                        console.send(RawWebSocket.BINARY, new byte[60_000]);
                                    }
                                } catch (IOException e) {
                                    // Closed at the end.
                                    return;
                                }
                            });
            SocketVm.await("it waits", () -> isWaiting(typist));
            vm.write("still told");
            console.awaitBytes("still told");
        }
    }

    /** Parked for a while: TCP takes no more. */
    private static boolean isWaiting(Thread typist) {
        for (int look = 0; look < 20; look++) {
            java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
            if (typist.getState() != Thread.State.WAITING
                    && typist.getState() != Thread.State.TIMED_WAITING) {
                return false;
            }
        }
        return true;
    }

    @Test
    void answersPingsAndNotWithoutEnd() throws IOException {
        try (RawWebSocket decent = vm.console("");
                RawWebSocket hostile = vm.console("")) {
            for (int ping = 0; ping < 2_000; ping++) {
                decent.send(RawWebSocket.PING, new byte[] {1});
                RawWebSocket.Frame _ = decent.next(frame -> frame.opcode() == RawWebSocket.PONG);
            }

            assertThat(isCutWhilePinging(hostile)).isTrue();

            vm.write("alive");
            decent.awaitBytes("alive");
        }
    }

    private static boolean isCutWhilePinging(RawWebSocket client) {
        byte[] payload = new byte[125];
        try {
            for (int ping = 0; ping < 1_000_000; ping++) {
                client.send(RawWebSocket.PING, payload);
            }
            // What it has sent was thrown away; the goodbye is behind the pongs.
            return client.closeCode() == Closing.TOO_MUCH.code();
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void endsWhoSendsGiants() throws IOException {
        try (RawWebSocket giant = vm.console("")) {
            try {
                giant.send(RawWebSocket.BINARY, new byte[65_537]);
            } catch (IOException e) {
                // It was ended while it sent.
                assertThat(e).hasMessageContaining("");
            }
            giant.readToEnd();
        }
        try (RawWebSocket next = vm.console("")) {
            next.send(RawWebSocket.BINARY, new byte[65_535]);
            SocketVm.await("it is typed", () -> serial.received().length() == 65_535);
        }
    }
}
