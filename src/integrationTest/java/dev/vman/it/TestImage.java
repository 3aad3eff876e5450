package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** One image, through the API and beside it. */
record TestImage(VmanDaemon daemon, UUID id) {
    private static final int MIB = 1 << 20;

    /** Of a raw file with so much noise, and as much of nothing behind it. */
    static TestImage create(VmanDaemon daemon, int mib) throws IOException {
        return create(daemon, "disk", noise(daemon, SharedDaemon.newName("noise"), mib));
    }

    static TestImage create(VmanDaemon daemon, String kind, Path file) {
        Answer made = request(daemon, SharedDaemon.newName("image"), kind, file);
        return new TestImage(daemon, UUID.fromString(made.is(201).body().path("id").asText()));
    }

    static Answer request(VmanDaemon daemon, String name, String kind, Path file) {
        return daemon.api()
                .postWaiting(
                        "images",
                        Map.of(
                                "name", name,
                                "kind", kind,
                                "source", Map.of("path", file.toString())));
    }

    /** A file to be imported. */
    static Path noise(VmanDaemon daemon, String name, int mib) throws IOException {
        byte[] content = new byte[2 * mib * MIB];
        byte[] noise = new byte[mib * MIB];
        new Random(mib).nextBytes(noise);
        System.arraycopy(noise, 0, content, 0, noise.length);
        byte[] words = "VMAN-BASE".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(words, 0, content, 0, words.length);
        return Files.write(folder(daemon).resolve(name), content);
    }

    static Path folder(VmanDaemon daemon) {
        return daemon.storage().resolve("import");
    }

    Path file() {
        return daemon.storage().resolve("images").resolve(id + ".qcow2");
    }

    byte[] content() throws IOException {
        return Files.readAllBytes(file());
    }

    /** Whether a guest would read the same from both. */
    static void assertSame(Path file, String format, Path image) {
        run(
                "qemu-img",
                "compare",
                "-q",
                "-f",
                format,
                "-F",
                "qcow2",
                file.toString(),
                image.toString());
    }

    static void run(String... command) {
        CommandResult result =
                Commands.ofThisHost().run(CommandRequest.of(Duration.ofSeconds(100), command));
        assertThat(result.succeeded())
                .as(Arrays.toString(command) + result.stdout() + result.stderr())
                .isTrue();
    }
}
