package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.image.HostileImage;
import dev.vman.image.HostileImages;
import dev.vman.image.IsoDraft;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Imports by a real daemon and a real {@code qemu-img}. */
@Tag("integration")
@Timeout(300)
class ImageImportIT {
    private static final String SECRET = "canary-of-the-host-4711";
    private static VmanDaemon daemon;

    @BeforeAll
    static void start() throws IOException {
        TestGuest.assumeAvailable();
        daemon = VmanDaemon.startBare(Map.of("VMAN_IMAGE_MAX_SIZE", "64M"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
    }

    @AfterEach
    void empty() {
        assertThat(new Leftovers(daemon).remove(Set.of())).isTrue();
    }

    @Test
    void nothingOfTheCorpusGetsInAndNothingGetsOut() throws IOException {
        Path canary = Files.writeString(daemon.storage().resolveSibling("canary"), SECRET);
        List<String> wrong = new ArrayList<>();

        for (HostileImage image : HostileImages.all()) {
            Path file = TestImage.folder(daemon).resolve("hostile");
            image.maker().make(file, canary);
            String name = SharedDaemon.newName("hostile");
            Answer answer = TestImage.request(daemon, name, image.kind().wireName(), file);
            if (answer.status() != 422
                    || !answer.text().contains(image.words())
                    || answer.text().contains(SECRET)) {
                wrong.add(image.name() + ": " + answer.text());
            }
            Files.delete(file);
            int _ = daemon.api().delete("images/" + name).status();
        }

        assertThat(wrong).isEmpty();
        assertThat(daemon.api().items("images?state=ready")).isEmpty();
        assertThat(names("images")).containsExactly("work");
        assertThat(names("images/work")).isEmpty();
        assertThat(filesWith(SECRET)).isEmpty();
        JsonNode _ = daemon.api().get("host").ok();
    }

    private static List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(daemon.storage().resolve(folder))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(daemon.storage())) {
            return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aRawFileBecomesAQcow2ThatNobodyCanWriteTo() throws IOException {
        Path raw = TestImage.noise(daemon, "raw", 4);

        TestImage image = TestImage.create(daemon, "disk", raw);

        TestImage.assertSame(raw, "raw", image.file());
        assertThat(Files.getPosixFilePermissions(image.file()))
                .isEqualTo(PosixFilePermissions.fromString("r--r--r--"));
        assertThat(Files.getAttribute(image.file(), "unix:uid"))
                .isEqualTo(Files.getAttribute(daemon.storage(), "unix:uid"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compat=0.10",
                "compat=1.1,lazy_refcounts=on",
                "cluster_size=4k",
                "cluster_size=2M",
                "compression_type=zstd",
                "extended_l2=on",
                "preallocation=metadata"
            })
    void everySoundQcow2IsTakenAsItIs(String options) throws IOException {
        Path raw = TestImage.noise(daemon, "raw", 3);
        Path qcow2 = raw.resolveSibling("qcow2");
        List<String> convert =
                new ArrayList<>(List.of("qemu-img", "convert", "-f", "raw", "-O", "qcow2"));
        if (!options.startsWith("prealloc")) {
            convert.add("-c");
        }
        convert.addAll(List.of("-o", options, raw.toString(), qcow2.toString()));
        TestImage.run(convert.toArray(String[]::new));

        TestImage image = TestImage.create(daemon, "disk", qcow2);

        TestImage.assertSame(raw, "raw", image.file());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "xz", "zstd --rm"})
    void packedFilesAreUnpacked(String program) throws IOException {
        Path raw = TestImage.noise(daemon, "raw", 3);
        Path copy = Files.copy(raw, raw.resolveSibling("packed-" + program.hashCode()));
        List<String> pack = new ArrayList<>(List.of(program.split(" ", 2)));
        pack.addAll(List.of("-q", copy.toString()));
        TestImage.run(pack.toArray(String[]::new));
        Path packed;
        try (Stream<Path> files = Files.list(copy.getParent())) {
            packed =
                    files.filter(file -> file.toString().startsWith(copy + "."))
                            .findFirst()
                            .orElseThrow();
        }

        TestImage image = TestImage.create(daemon, "disk", packed);

        TestImage.assertSame(raw, "raw", image.file());
    }

    @Test
    void anUploadIsTakenAsAStream() throws IOException {
        Path raw = TestImage.noise(daemon, "raw", 8);
        String name = SharedDaemon.newName("upload");

        JsonNode made = daemon.api().upload("images/" + name + "/content", raw).is(201).body();

        TestImage image =
                new TestImage(daemon, java.util.UUID.fromString(made.path("id").asText()));
        TestImage.assertSame(raw, "raw", image.file());
        assertThat(daemon.api().upload("images/x/content?sha256=" + "0".repeat(64), raw).status())
                .isEqualTo(422);
        assertThat(names("images/work")).isEmpty();
    }

    @Test
    void anIsoIsKeptAsItIs() throws IOException {
        Path iso = Files.write(TestImage.folder(daemon).resolve("iso"), new IsoDraft().bytes());

        TestImage image = TestImage.create(daemon, "iso", iso);

        assertThat(daemon.storage().resolve("images").resolve(image.id() + ".iso"))
                .hasSameBinaryContentAs(iso);
    }

    /** Each time a little later; what is ready in the end is what was given. */
    @Test
    void aDaemonThatIsKilledHalfWayNeverCallsHalfAnImageReady() throws Exception {
        Path raw = TestImage.noise(daemon, "raw", 24);
        for (int time = 0; time < 4; time++) {
            String name = SharedDaemon.newName("killed");
            Answer _ =
                    daemon.api()
                            .postAsync(
                                    "images",
                                    Map.of("name", name, "source", Map.of("path", raw.toString())));
            java.util.concurrent.locks.LockSupport.parkNanos(time * 150_000_000L);
            daemon.kill();
            assertThat(halfImages()).isEmpty();

            daemon.startAgain();

            Waiting.until(
                    java.time.Duration.ofMinutes(1),
                    name + " is ready",
                    () -> state(name).equals("ready"));
            JsonNode image = daemon.api().get("images/" + name).ok();
            TestImage made =
                    new TestImage(daemon, java.util.UUID.fromString(image.path("id").asText()));
            TestImage.assertSame(raw, "raw", made.file());
            Waiting.until(
                    java.time.Duration.ofMinutes(1),
                    "nothing is left of it",
                    () -> {
                        try {
                            return names("images/work").isEmpty();
                        } catch (IOException e) {
                            return false;
                        }
                    });
        }
    }

    /** Files under their final name have their note. */
    private static List<String> halfImages() throws IOException {
        List<String> names = names("images");
        return names.stream()
                .filter(name -> name.endsWith(".qcow2"))
                .filter(name -> !names.contains(name.replace(".qcow2", ".json")))
                .toList();
    }

    private static String state(String name) {
        return daemon.api().get("images/" + name).body().path("state").asText();
    }
}
