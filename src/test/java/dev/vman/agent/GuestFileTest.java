package dev.vman.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.agent.FakeAgent.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads whose process in the guest has ended, as it does once it has written all. */
@Timeout(60)
class GuestFileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final AgentLimits LIMITS =
            new AgentLimits(PATIENCE, PATIENCE, PATIENCE, 1 << 20, 1000, 2, PATIENCE);

    /** Longer than a line may be quiet after the process's end. */
    private static final Duration LONG = Duration.ofMillis(3500);

    private static final Duration BREATH = Duration.ofMillis(250);
    private static final int MEASURE = 1;
    private static final int SEND = 2;

    @TempDir Path folder;
    private final CountDownLatch endTold = new CountDownLatch(1);
    private Path agentFolder;
    private Path portFolder;

    @BeforeEach
    void makeFolders() throws IOException {
        agentFolder = Files.createDirectory(folder.resolve("agent"));
        portFolder = Files.createDirectory(folder.resolve("port"));
    }

    @AfterEach
    void letTheGuestGo() {
        endTold.countDown();
    }

    @Test
    void comesWholeToAReaderWhoTakesHisTime() throws IOException {
        byte[] content = "0123456789".repeat(200_000).getBytes(US_ASCII);
        ByteArrayOutputStream taken = new ByteArrayOutputStream();

        download(content.length, peer -> peer.raw(content), new SlowStream(taken));

        assertThat(taken.toByteArray()).isEqualTo(content);
    }

    @Test
    void comesWholeThoughItsRestIsLongOnItsWay() throws IOException {
        byte[] content = "x".repeat((int) LONG.dividedBy(BREATH)).getBytes(US_ASCII);
        ByteArrayOutputStream taken = new ByteArrayOutputStream();

        download(content.length, this::drip, taken);

        assertThat(taken.toByteArray()).isEqualTo(content);
    }

    @Test
    void isGivenUpWhereNoMoreOfItComes() {
        long start = System.nanoTime();

        assertThatExceptionOfType(TransferFailed.class)
                .isThrownBy(() ->
                        download(
                                100,
                                peer -> {
                                    peer.raw(new byte[3]);
                                    peer.doNothing();
                                },
                                OutputStream.nullOutputStream()))
                .withMessageContaining("it shrank");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    }

    private void download(int size, Script sending, OutputStream target) throws IOException {
        try (FakeAgent guest = new FakeAgent(agentFolder, peer -> answer(peer, size));
                FakeAgent port = new FakeAgent(portFolder, sending);
                GuestAgent agent =
                        new GuestAgent(
                                SocketDial.of(guest.socket()),
                                SocketDial.of(port.socket()),
                                LIMITS)) {
            agent.files().find("/a/file").copyTo(target);
        }
    }

    /** Both processes have ended whenever they are asked for. */
    private void answer(FakeAgent.Peer peer, int size) throws IOException {
        int begun = 0;
        while (true) {
            JsonNode question = peer.question();
            if (question.path("execute").asText().equals("guest-exec")) {
                begun++;
                peer.answer(question, "{\"pid\": " + begun + "}");
            } else if (question.path("arguments").path("pid").asInt() == MEASURE) {
                peer.answer(question, ended("out-data", size + " /dev/vport0p2"));
            } else {
                assertThat(begun).isEqualTo(SEND);
                peer.answer(question, ended("err-data", "it shrank"));
                endTold.countDown();
            }
        }
    }

    private static String ended(String stream, String words) {
        String data = Base64.getEncoder().encodeToString(words.getBytes(US_ASCII));
        return "{\"exited\": true, \"exitcode\": 0, \"" + stream + "\": \"" + data + "\"}";
    }

    private void drip(FakeAgent.Peer peer) throws IOException, InterruptedException {
        endTold.await();
        for (int count = 0; count < LONG.dividedBy(BREATH); count++) {
            LockSupport.parkNanos(BREATH.toNanos());
            peer.raw(new byte[] {'x'});
        }
        peer.doNothing();
    }

    /** Takes its first bytes only long after the process's end was told. */
    private final class SlowStream extends OutputStream {
        private final OutputStream target;
        private boolean rested;

        SlowStream(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!rested) {
                rested = true;
                rest();
            }
            target.write(bytes, from, length);
        }

        private void rest() throws IOException {
            try {
                endTold.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            LockSupport.parkNanos(LONG.toNanos());
        }
    }
}
