package dev.vman.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Operations on images, and what is made of them. */
final class CrashImages {
    private CrashImages() {}

    static Stream<CrashOperation> all() {
        return Stream.of(
                new CrashOperation(
                        "image-import", "image.import", scene -> importing(scene, "ready")),
                new CrashOperation(
                        "image-import-undone",
                        "image.import",
                        Optional.of("image.import:convert/done"),
                        scene -> importing(scene, "failed")),
                new CrashOperation("image-checksum", "image.checksum", CrashImages::checksum),
                new CrashOperation("image-delete", "image.delete", CrashImages::delete),
                new CrashOperation("create-of-image", "vm.create", CrashImages::create));
    }

    private static CrashOperation.Try importing(CrashScene scene, String wanted) {
        String name = SharedDaemon.newName("image");
        try {
            var file = TestImage.noise(scene.daemon(), name, 1);
            return new CrashOperation.Try(
                    () -> TestImage.request(scene.daemon(), name, "disk", file),
                    () -> state(scene, "images/" + name),
                    wanted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one that follows an import. */
    private static CrashOperation.Try checksum(CrashScene scene) {
        CrashOperation.Try importing = importing(scene, "ready");
        return new CrashOperation.Try(importing.request(), importing.outcome(), "ready");
    }

    private static CrashOperation.Try delete(CrashScene scene) {
        String path = "images/" + made(scene).id();
        return new CrashOperation.Try(
                () -> scene.daemon().api().delete(path), () -> state(scene, path), "404");
    }

    private static CrashOperation.Try create(CrashScene scene) {
        String name = SharedDaemon.newName("made");
        String image = made(scene).id().toString();
        return new CrashOperation.Try(
                () ->
                        scene.daemon()
                                .api()
                                .post("vms", Map.of("name", name, "memoryMib", 64, "image", image)),
                () -> state(scene, "vms/" + name),
                "stopped");
    }

    private static TestImage made(CrashScene scene) {
        try {
            return TestImage.create(scene.daemon(), 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String state(CrashScene scene, String path) {
        Answer answer = scene.daemon().api().get(path);
        return answer.status() == 200 ? answer.body().path("state").asText() : "" + answer.status();
    }
}
