package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;

/** A real child process of a test, ended with it. */
record Child(Process process) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    static Child of(String... command) throws IOException {
        return new Child(
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    static Child sleeping() throws IOException {
        return of("sleep", "60");
    }

    ProcessIdentity identity() {
        return ProcessTable.ofThisHost().identify(process.pid()).found().orElseThrow();
    }

    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE)).isTrue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
