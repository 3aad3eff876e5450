package dev.vman.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A seed image, as a program reads it that is not ours. */
@Tag("integration")
@Timeout(60)
class SeedImageIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Commands COMMANDS = Commands.ofThisHost();
    private static final String LARGE = "#cloud-config\n" + "# äöü\n".repeat(2000);
    @TempDir private Path folder;

    @BeforeAll
    static void haveAReader() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/isoinfo")),
                "Skipped: there is no isoinfo (package genisoimage)");
    }

    @Test
    void hasTheLabelAndTheFilesThatCloudInitLooksFor() throws IOException {
        Path image = folder.resolve("seed.img");
        Map<String, byte[]> files =
                Map.of(
                        "meta-data", "{}".getBytes(UTF_8),
                        "user-data", LARGE.getBytes(UTF_8),
                        "network-config", "{\"version\":2}".getBytes(UTF_8));

        SeedImage.write(files, image);

        assertThat(ask("-d", "-i", image.toString())).contains("Volume id: CIDATA");
        assertThat(ask("-R", "-f", "-i", image.toString()).lines())
                .containsExactlyInAnyOrder("/meta-data", "/network-config", "/user-data");
        assertThat(ask("-R", "-x", "/user-data", "-i", image.toString())).isEqualTo(LARGE);
    }

    private static String ask(String... arguments) {
        List<String> command = new ArrayList<>(List.of("isoinfo"));
        command.addAll(List.of(arguments));
        CommandResult result = COMMANDS.run(CommandRequest.of(DEADLINE, command));
        assertThat(result.succeeded()).as(result.toString()).isTrue();
        return result.stdout();
    }
}
