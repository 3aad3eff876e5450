package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerLockTest {

    @TempDir private Path storage = Path.of("");

    @Test
    void tellsTheSecondWhoTheFirstIs() throws IOException {
        try (OwnerLock first = claimed()) {
            OwnerLock.Claim second = OwnerLock.claim(storage);

            assertThat(first).isNotNull();
            assertThat(second)
                    .isEqualTo(
                            new OwnerLock.Claim.Refused(
                                    "process " + ProcessHandle.current().pid()));
        }
    }

    @Test
    void isFreeAgainWhenClosed() throws IOException {
        claimed().close();

        claimed().close();

        assertThat(storage.resolve("owner.lock")).exists();
    }

    @Test
    void outlivesThatSomebodyReadsTheFile() throws IOException {
        try (OwnerLock first = claimed()) {
            String read = Files.readString(storage.resolve("owner.lock"));

            assertThat(first).isNotNull();
            assertThat(read).isEqualTo(ProcessHandle.current().pid() + "\n");
            assertThat(OwnerLock.claim(storage)).isInstanceOf(OwnerLock.Claim.Refused.class);
        }
    }

    @Test
    void holdsAgainstAnotherProcess() throws Exception {
        try (OwnerLock first = claimed();
                Child other =
                        Child.of(
                                "flock",
                                "--nonblock",
                                storage.resolve("owner.lock").toString(),
                                "true")) {
            other.awaitEnd();

            assertThat(first).isNotNull();
            assertThat(other.process().exitValue()).isEqualTo(1);
        }
    }

    private OwnerLock claimed() throws IOException {
        if (OwnerLock.claim(storage) instanceof OwnerLock.Claim.Held(OwnerLock lock)) {
            return lock;
        }
        throw new AssertionError("somebody else holds the lock");
    }
}
