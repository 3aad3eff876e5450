package dev.vman.observer;

import dev.vman.host.Presence;
import dev.vman.inventory.DiskFormat;
import dev.vman.operator.ImageFacts;
import dev.vman.operator.ImageInspection;
import java.nio.file.Path;
import java.util.Optional;

/** Finds in every file what a test says. */
final class FakeInspection implements ImageInspection {
    Presence<ImageFacts> facts;
    Presence<Optional<String>> tables = new Presence.Present<>(Optional.empty());
    Runnable meanwhile = () -> {};
    int looks;
    int checks;

    FakeInspection(long sizeBytes) {
        facts = sized(sizeBytes);
    }

    static Presence<ImageFacts> sized(long bytes) {
        return new Presence.Present<>(
                new ImageFacts(true, bytes, Optional.empty(), Optional.empty()));
    }

    @Override
    public Presence<ImageFacts> look(Path file, DiskFormat format) {
        looks++;
        meanwhile.run();
        return facts;
    }

    @Override
    public Presence<Optional<String>> check(Path file) {
        checks++;
        return tables;
    }
}
