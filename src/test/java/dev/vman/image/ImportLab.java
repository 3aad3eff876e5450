package dev.vman.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.vman.host.ProcessTable;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.StorageLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** An import into a storage folder; by default with a conversion that starts nothing. */
final class ImportLab implements ImageConversion {
    static final long MOST = 64L << 20;
    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new JavaTimeModule());
    private final StorageLayout layout;
    private final List<Path> converted = new ArrayList<>();
    private final ImageConversion conversion;

    ImportLab(Path root) throws IOException {
        this(root, new DryRunConversion());
    }

    ImportLab(Path root, ImageConversion conversion) throws IOException {
        this.conversion = conversion;
        layout = new StorageLayout(root.toRealPath().resolve("storage"));
        Files.createDirectories(layout.imports());
        Files.createDirectories(layout.imageWork());
    }

    StorageLayout layout() {
        return layout;
    }

    /** What a program was let near to. */
    List<Path> converted() {
        return converted;
    }

    static ImageLimits limits() {
        return new ImageLimits(MOST, Duration.ofMinutes(1), 0, Duration.ofMinutes(1));
    }

    ImageImport imports() {
        ImageLimits limits = limits();
        WebFetch web =
                new WebFetch(List.of(), new PublicAddresses(), _ -> new java.net.InetAddress[0]);
        Sources sources = new Sources(new ImportFolders(List.of(layout.imports())), web, limits);
        return new ImageImport(
                layout, sources, this, limits, _ -> {}, new ImageNotes(layout, JSON), false);
    }

    ImageFiles imageFiles() {
        return new ImageFiles(
                layout, ProcessTable.ofThisHost(), new ImageNotes(layout, JSON), limits(), false);
    }

    Path file(String name) {
        return layout.imports().resolve(name);
    }

    ImageDraft draft(ImageKind kind, Path file) {
        return new ImageDraft(
                UUID.randomUUID(),
                "an-image",
                kind,
                new ImageSource.LocalFile(file.toString()),
                Optional.empty(),
                Instant.EPOCH);
    }

    /** All parts, one after the other; tidies up after a failure as the act does. */
    ImageNote run(ImageDraft draft) throws IOException {
        ImageImport imports = imports();
        try {
            imports.check(draft.source());
            imports.fetch(draft, ImportWatch.NOBODY);
            imports.unpack(draft, ImportWatch.NOBODY);
            imports.convert(draft, ImportWatch.NOBODY);
            imports.publish(draft);
            return JSON.readValue(layout.imageNote(draft.id()).toFile(), ImageNote.class);
        } finally {
            imports.discard(draft.id());
        }
    }

    /** Files below the folder of images. */
    List<Path> files() {
        try (Stream<Path> walk = Files.walk(layout.images())) {
            return walk.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void toQcow2(
            Path from,
            dev.vman.inventory.DiskFormat format,
            long virtualBytes,
            Path to,
            ImportWatch watch) {
        converted.add(from);
        conversion.toQcow2(from, format, virtualBytes, to, watch);
    }
}
