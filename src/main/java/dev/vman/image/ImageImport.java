package dev.vman.image;

import dev.vman.Failure;
import dev.vman.host.AllocatedSize;
import dev.vman.host.DurableFiles;
import dev.vman.host.FileTrees;
import dev.vman.host.UntrustedFiles;
import dev.vman.inventory.ImageKind;
import dev.vman.inventory.StorageLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings an image into the storage, in parts that follow each other and may each be done again:
 * {@link #fetch}, {@link #unpack}, {@link #convert}, {@link #publish}. Each works in the image's
 * own work folder, and only the last one makes something that counts. All throw {@link Failure}.
 */
public final class ImageImport {
    private static final String SOURCE = "source";
    private static final String PLAIN = "plain";
    private static final String CONVERTED = "converted";
    private static final Duration LAST_PART = Duration.ofMinutes(1);

    private final StorageLayout layout;
    private final Sources sources;
    private final ImageConversion conversion;
    private final ImageLimits limits;
    private final LongConsumer room;
    private final ImageNotes notes;
    private final boolean dryRun;
    private final Map<UUID, Reception> expected = new ConcurrentHashMap<>();

    ImageImport(
            StorageLayout layout,
            Sources sources,
            ImageConversion conversion,
            ImageLimits limits,
            LongConsumer room,
            ImageNotes notes,
            boolean dryRun) {
        this.layout = layout;
        this.sources = sources;
        this.conversion = conversion;
        this.limits = limits;
        this.room = room;
        this.notes = notes;
        this.dryRun = dryRun;
    }

    /** Throws unless the source may be read from; opens no connection. */
    public void check(ImageSource source) {
        sources.check(source);
    }

    /**
     * Copies the source into the work folder, and compares its checksum. One that nobody can change
     * meanwhile stays where it is.
     */
    public void fetch(ImageDraft draft, ImportWatch watch) {
        Path to = work(draft.id()).resolve(SOURCE);
        try {
            makeWork(draft.id());
            if (draft.source() instanceof ImageSource.Upload) {
                receive(draft, to, watch);
            } else if (fixed(draft).isEmpty()) {
                sources.copy(draft.source(), to, draft.sha256(), room, watch);
            }
        } catch (IOException e) {
            Failure failure = ImageFailure.of("read " + draft.source().shown(), e);
            refuse(draft.id(), failure);
            throw failure;
        }
    }

    /** Lets go of the client whose stream nobody will take in; does nothing for others. */
    public void refuse(UUID id, Failure why) {
        Reception reception = expected.get(id);
        if (reception != null) {
            reception.refuse(why);
        }
    }

    /**
     * Announces a stream that {@link #fetch} will take in for this image, until the reception is
     * closed.
     *
     * @param length of the stream; 0: unknown
     */
    public Reception expect(UUID id, InputStream stream, long length) {
        Duration patience = limits.fetchDeadline().plus(LAST_PART);
        Reception reception = new Reception(stream, length, patience, () -> expected.remove(id));
        expected.put(id, reception);
        return reception;
    }

    /** The client of a daemon that has died is gone, and with it what it had sent. */
    private void receive(ImageDraft draft, Path to, ImportWatch watch) throws IOException {
        @Nullable Reception reception = expected.get(draft.id());
        if (reception == null) {
            throw new Failure.Conflict(
                    "upload-lost", "The upload was interrupted.", "Upload the image again.");
        }
        reception.take((stream, length) -> {
            Pace pace = Pace.of(limits.mostBytes(), length, 0, limits.fetchDeadline(), room, watch);
            Transfer.write(stream, to, draft.sha256(), pace);
        });
    }

    /** Writes what is in a packed source beside it. */
    public void unpack(ImageDraft draft, ImportWatch watch) {
        Path plain = work(draft.id()).resolve(PLAIN);
        try {
            Files.deleteIfExists(plain);
            Path source = plain(draft);
            try (FileChannel channel = UntrustedFiles.openRegular(source)) {
                Optional<Unpacking> way = Unpacking.of(ByteView.of(channel));
                if (way.isPresent()) {
                    Pace pace =
                            Pace.of(
                                    limits.mostBytes(),
                                    0,
                                    0,
                                    limits.convertDeadline(),
                                    room,
                                    watch);
                    way.get().unpack(Channels.newInputStream(channel), plain, pace);
                }
            }
        } catch (IOException e) {
            throw ImageFailure.of("unpack the image", e);
        }
    }

    /** Judges it, and makes a fresh qcow2 of a disk. */
    public void convert(ImageDraft draft, ImportWatch watch) {
        Path plain = plain(draft);
        switch (judge(plain, draft.kind())) {
            case Verdict.Refused(String reason) -> throw ImageFailure.refused(reason);
            case Verdict.Iso _ -> {}
            case Verdict.Disk(var format, long virtualBytes) -> {
                room.accept(AllocatedSize.of(plain).orElse(0));
                Path converted = work(draft.id()).resolve(CONVERTED);
                conversion.toQcow2(plain, format, virtualBytes, converted, watch);
                requireSound(converted);
            }
        }
    }

    /** What came of a program that may have been deceived is not believed either. */
    private void requireSound(Path converted) {
        if (judge(converted, ImageKind.DISK) instanceof Verdict.Refused(String reason)) {
            throw ImageFailure.refused("what qemu-img made of it is no sound qcow2: " + reason);
        }
    }

    private Verdict judge(Path file, ImageKind kind) {
        try (FileChannel channel = UntrustedFiles.openRegular(file)) {
            return limits.gate().judge(ByteView.of(channel), kind);
        } catch (IOException e) {
            throw ImageFailure.of("read the image", e);
        }
    }

    /**
     * Makes it durable, writes the note, and gives it its name. Idempotent. A dry run keeps the
     * note alone: nothing of what it made is real.
     */
    public void publish(ImageDraft draft) {
        Path target = layout.image(draft.id(), draft.kind());
        Path made =
                draft.kind() == ImageKind.ISO ? plain(draft) : work(draft.id()).resolve(CONVERTED);
        try {
            if (Files.exists(made)) {
                FileTrees.chmod(made, PosixFilePermissions.fromString("r--r--r--"));
                notes.write(note(draft, made));
                DurableFiles.publish(made, target);
                if (dryRun) {
                    Files.delete(target);
                }
            } else if (!dryRun && !Files.isRegularFile(target)) {
                throw new IOException("what was made of it is gone");
            }
        } catch (IOException e) {
            throw ImageFailure.of("publish the image", e);
        }
    }

    /** Without the checksum, which takes as long as all the rest of a large import. */
    private ImageNote note(ImageDraft draft, Path made) throws IOException {
        try (FileChannel channel = UntrustedFiles.openRegular(made)) {
            long virtualBytes =
                    switch (limits.gate().judge(ByteView.of(channel), draft.kind())) {
                        case Verdict.Disk(_, long bytes) -> bytes;
                        case Verdict.Iso(long bytes) -> bytes;
                        case Verdict.Refused(String reason) -> throw ImageFailure.refused(reason);
                    };
            return new ImageNote(
                    ImageNote.SCHEMA,
                    draft.id(),
                    draft.name(),
                    draft.kind(),
                    draft.source().shown(),
                    virtualBytes,
                    channel.size(),
                    Files.getLastModifiedTime(made).to(TimeUnit.NANOSECONDS),
                    dryRun ? Checksum.of(channel) : null,
                    draft.createdAt());
        }
    }

    /** Removes the work folder. Idempotent. */
    public void discard(UUID id) {
        try {
            FileTrees.deleteTree(work(id));
        } catch (IOException e) {
            throw ImageFailure.of("tidy up after an import", e);
        }
    }

    /** What is to be judged: unpacked, copied, or where it has always been. */
    private Path plain(ImageDraft draft) {
        Path plain = work(draft.id()).resolve(PLAIN);
        Path copy = work(draft.id()).resolve(SOURCE);
        if (Files.exists(plain)) {
            return plain;
        }
        return Files.exists(copy) ? copy : fixed(draft).orElse(copy);
    }

    /** A copy becomes an ISO image, and is what the checksum is reckoned of on the way. */
    private Optional<Path> fixed(ImageDraft draft) {
        return draft.kind() == ImageKind.ISO || draft.sha256().isPresent()
                ? Optional.empty()
                : sources.fixed(draft.source());
    }

    private Path work(UUID id) {
        return layout.imageWork(id);
    }

    /** Others pass through, and open only what is theirs. */
    private void makeWork(UUID id) throws IOException {
        Files.createDirectories(work(id));
        FileTrees.chmod(work(id), PosixFilePermissions.fromString("rwx--x--x"));
    }
}
