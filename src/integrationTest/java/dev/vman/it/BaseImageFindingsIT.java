package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What happens to READY images beside the daemon, and to disks that lean on what they should not.
 */
@Tag("integration")
@Timeout(200)
class BaseImageFindingsIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();

    @Test
    void aMissingBaseIsFoundAndHeals() throws IOException {
        TestImage image = TestImage.create(DAEMON.get(), 1);
        Path away = image.file().resolveSibling("away");
        Files.move(image.file(), away);

        assertThat(findings("base-image-missing", image)).hasSize(1);

        Files.move(away, image.file());
        assertThat(findings("base-image-missing", image)).isEmpty();
    }

    @Test
    void aTouchedBaseIsFound() throws IOException {
        TestImage image = TestImage.create(DAEMON.get(), 1);
        FileTime before = Files.getLastModifiedTime(image.file());
        Files.setLastModifiedTime(image.file(), FileTime.fromMillis(1));

        assertThat(findings("image-changed", image)).hasSize(1);

        Files.setLastModifiedTime(image.file(), before);
        assertThat(findings("image-changed", image)).isEmpty();
    }

    @Test
    void aBaseThatWasPoisonedBehindItsTimeIsFound() throws IOException {
        TestImage image = TestImage.create(DAEMON.get(), 1);
        FileTime before = Files.getLastModifiedTime(image.file());
        long end = Files.size(image.file()) - 1;
        flip(image.file(), end);
        Files.setLastModifiedTime(image.file(), before);

        List<JsonNode> found = findings("image-changed", image);
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().path("evidence").path("seen").asText()).contains("SHA-256");

        flip(image.file(), end);
        Files.setLastModifiedTime(image.file(), before);
        assertThat(findings("image-changed", image)).isEmpty();
    }

    @Test
    void anOverlayThatWasMadeToLeanOnSomethingElseIsFound() throws IOException {
        TestImage image = TestImage.create(DAEMON.get(), 1);
        TestDisk disk = TestDisk.create(DAEMON.get(), Map.of("image", image.id().toString()));
        assertThat(about(disk)).isEmpty();

        TestImage.run(
                "qemu-img",
                "rebase",
                "-u",
                "-f",
                "qcow2",
                "-F",
                "raw",
                "-b",
                "/etc/passwd",
                disk.file().toString());

        List<JsonNode> found = about(disk);
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().path("evidence").path("seen").asText()).contains("/etc/passwd");
    }

    private static List<JsonNode> findings(String kind, TestImage image) {
        JsonNode _ = DAEMON.api().post("observer/actions/run?deep=true", Map.of()).ok();
        return DAEMON.api()
                .items("findings?limit=1000&state=open&kind=" + kind)
                .filter(found ->
                        found.path("subject").path("id").asText().equals(image.id().toString()))
                .toList();
    }

    private static List<JsonNode> about(TestDisk disk) {
        JsonNode _ = DAEMON.api().post("observer/actions/run?deep=true", Map.of()).ok();
        return DAEMON.api()
                .items("findings?limit=1000&state=open&kind=disk-state-mismatch")
                .filter(found ->
                        found.path("subject").path("id").asText().equals(disk.id().toString()))
                .toList();
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            int old = open.read();
            open.seek(at);
            open.write(~old);
        }
    }
}
