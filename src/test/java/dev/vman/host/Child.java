package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;

/** A real child process of a test, ended with it. */
record Child(Process process) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    static Child of(String... command) throws IOException {
        Child child =
                new Child(
                        new ProcessBuilder(command)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .redirectError(ProcessBuilder.Redirect.DISCARD)
                                .start());
        // The kernel closes what start() waits for before it shows the new program's arguments.
        Eventually.becomesTrue(() -> !child.process().isAlive() || child.showsArguments());
        return child;
    }

    static Child sleeping() throws IOException {
        return of("sleep", "60");
    }

    private boolean showsArguments() {
        ProcessTable table = ProcessTable.ofThisHost();
        return table.identify(process.pid())
                .found()
                .flatMap(identity -> table.look(identity).found())
                .filter(sight -> !sight.arguments().isEmpty())
                .isPresent();
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
