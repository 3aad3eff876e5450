package dev.vman.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What these tests need of the host: QEMU, the packaged daemon, and the guest to boot. */
final class TestGuest {
    static final String CMDLINE = "console=ttyS0 quiet panic=1 no_timer_check tsc=reliable";
    private static final Path DAEMON = Path.of("target/quarkus-app/quarkus-run.jar");
    private static final List<String> PROGRAMS = List.of("qemu-system-x86_64", "qemu-img");

    private TestGuest() {}

    /** Skips where something is missing, unless the environment says that it must be there. */
    static void assumeAvailable() {
        String missing = missing();
        if (!missing.isEmpty() && "1".equals(System.getenv("VMAN_ENABLE_INTEGRATION_TESTS"))) {
            throw new AssertionError("This integration test needs " + missing);
        }
        Assumptions.assumeTrue(missing.isEmpty(), "Skipped: this test needs " + missing);
    }

    private static String missing() {
        Optional<String> program = PROGRAMS.stream().filter(name -> !isInstalled(name)).findFirst();
        if (program.isPresent()) {
            return program.get() + ", which is not installed";
        }
        if (!Files.isReadable(folder().resolve("initrd.img"))) {
            return "the demo guest: scripts/demo-guest " + folder();
        }
        return Files.isReadable(daemon()) ? "" : "the packaged daemon: ./mvnw package";
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static Path daemon() {
        return Path.of(System.getProperty("vman.test.daemon", DAEMON.toString())).toAbsolutePath();
    }

    /** Further options of the daemon's JVM. */
    static List<String> daemonOptions() {
        String options = System.getProperty("vman.test.daemon-options", "");
        return Stream.of(options.split(" ", -1)).filter(option -> !option.isEmpty()).toList();
    }

    /** Holds {@code vmlinuz} and {@code initrd.img}. */
    private static Path folder() {
        return Path.of(System.getenv().getOrDefault("VMAN_TEST_GUEST", "target/demo-guest"));
    }

    /** A VM's {@code boot} field, for a guest that lies in this folder. */
    static Map<String, String> bootFrom(Path folder) {
        return Map.of(
                "kernel", folder.resolve("vmlinuz").toString(),
                "initrd", folder.resolve("initrd.img").toString(),
                "cmdline", CMDLINE);
    }

    static void copyTo(Path boot) throws IOException {
        Files.createDirectories(boot);
        for (String file : List.of("vmlinuz", "initrd.img")) {
            Files.copy(folder().resolve(file), boot.resolve(file));
        }
    }
}
