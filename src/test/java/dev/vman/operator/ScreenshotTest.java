package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreenshotTest {
    @TempDir Path run;
    private FakeQemu qemu;
    private QmpLink link;
    private Screenshot screenshot;

    @BeforeEach
    void connect() throws IOException {
        Path socket = run.resolve("qmp.sock");
        qemu = new FakeQemu(socket);
        link = new QmpLink(socket, Set.of(), new QuietListener());
        link.start();
        screenshot = new Screenshot(link, socket);
    }

    @AfterEach
    void disconnect() throws Exception {
        link.close();
        qemu.close();
    }

    @Test
    void isRefusedWhereThereIsNoScreen() {
        qemu.refuse("screendump", "GenericError", "There is no console to take a screendump from");

        assertThatThrownBy(screenshot::take)
                .isInstanceOfSatisfying(
                        Failure.Conflict.class,
                        conflict -> assertThat(conflict.code()).isEqualTo("no-display"));
    }

    @Test
    void failsWhereQemuWroteNothingAndLeavesTheNextOneItsTurn() throws IOException {
        qemu.answer("screendump", "{}");

        for (int turn = 0; turn < 2; turn++) {
            assertThatThrownBy(screenshot::take)
                    .isInstanceOfSatisfying(
                            Failure.HostFailure.class,
                            failure ->
                                    assertThat(failure.code()).isEqualTo("screenshot-unreadable"));
        }
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files).hasSize(1);
        }
    }

    private static final class QuietListener implements QmpLink.Listener {
        @Override
        public void connected() {
            // Nobody needs to know.
        }

        @Override
        public void disconnected() {
            // Nobody needs to know.
        }

        @Override
        public void event(dev.vman.qmp.QmpEvent event) {
            // There are none.
        }

        @Override
        public void eventsLost() {
            // There are none.
        }
    }
}
