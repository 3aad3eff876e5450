package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lost database, where disks lean on images. */
@Tag("integration")
@Timeout(400)
class ImageRecoveryIT {
    @Test
    void findsImagesAgainAndWhatLeansOnThem() throws IOException {
        TestGuest.assumeAvailable();
        try (VmanDaemon daemon = VmanDaemon.startBare(Map.of())) {
            TestImage image = TestImage.create(daemon, 1);
            TestImage lost = TestImage.create(daemon, 1);
            Vm one = vm(daemon, "one", image);
            Vm two = vm(daemon, "two", lost);
            TestDisk spare = TestDisk.create(daemon, Map.of("image", image.id().toString()));
            JsonNode before = read(daemon, image);

            daemon.kill();
            Files.delete(daemon.storage().resolve("vman.mv.db"));
            Files.delete(daemon.storage().resolve("images").resolve(lost.id() + ".json"));
            Files.delete(lost.file());
            daemon.recover();

            JsonNode after = read(daemon, image);
            for (String field : List.of("name", "kind", "state", "sha256", "sizeBytes", "source")) {
                assertThat(after.path(field)).as(field).isEqualTo(before.path(field));
            }
            assertThat(rootImage(one)).isEqualTo(image.id().toString());
            assertThat(spare.read().path("image").asText()).isEqualTo(image.id().toString());
            assertThat(read(daemon, lost).path("state").asText()).isEqualTo("failed");
            assertThat(rootImage(two)).isEqualTo(lost.id().toString());
            assertThat(one.act("start").status()).isEqualTo(200);
            assertThat(two.act("start").status()).isEqualTo(422);
        }
    }

    private static Vm vm(VmanDaemon daemon, String name, TestImage image) {
        Map<String, Object> body =
                Map.of("name", name, "memoryMib", 64, "image", image.id().toString());
        JsonNode vm = daemon.api().post("vms", body).is(201).body();
        UUID id = UUID.fromString(vm.path("id").asText());
        Path manifest = daemon.storage().resolve("vms").resolve(id + "/manifest.json");
        Waiting.until(
                java.time.Duration.ofSeconds(30),
                "there is a manifest",
                () -> Files.exists(manifest));
        return new Vm(daemon, id, name);
    }

    private static JsonNode read(VmanDaemon daemon, TestImage image) {
        return daemon.api().get("images/" + image.id()).ok();
    }

    private static String rootImage(Vm vm) {
        return vm.read().path("spec").path("image").asText();
    }
}
