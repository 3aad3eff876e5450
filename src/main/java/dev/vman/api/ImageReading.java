package dev.vman.api;

import dev.vman.inventory.Image;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.ImageState;
import dev.vman.inventory.Images;
import dev.vman.inventory.Reference;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads images as they are shown; each call sees what is committed now. */
@Singleton
class ImageReading implements Collection {
    private final Snapshot snapshot;
    private final Images images;

    ImageReading(Snapshot snapshot, Images images) {
        this.snapshot = snapshot;
        this.images = images;
    }

    @Override
    public String path() {
        return "images";
    }

    @Override
    public Read<ImageView> read(UUID id) {
        return read(new Reference.ById(id));
    }

    Read<ImageView> read(Reference reference) {
        return snapshot.read(() -> {
            Image row = images.require(reference);
            return new Read<>(ImageView.of(row), row.id, row.version);
        });
    }

    Items<ImageView> list(
            Optional<ImageState> state, Optional<ImageKind> kind, ListParameters part) {
        List<ImageView> oneMore =
                snapshot.read(() ->
                        images.list(state, kind, part.page()).stream().map(ImageView::of).toList());
        return Items.of(oneMore, part.size(), ImageView::name);
    }
}
