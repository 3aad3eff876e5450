package dev.vman.image;

import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.ImageKind;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what may be imported, by reading headers and tables alone; pure but for the reading. What
 * it lets through names no other file, needs nothing unknown, and is one format to every program.
 */
public final class ImageGate {
    private static final int SECTOR = 512;
    private final long mostBytes;

    /**
     * Lets through what is not larger.
     *
     * @param mostBytes as a guest sees it
     */
    public ImageGate(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Never throws for what the bytes are, only where they can't be read. */
    Verdict judge(ByteView file, ImageKind kind) throws IOException {
        if (file.size() == 0) {
            return new Verdict.Refused("it is empty");
        }
        Set<Magic> marks = Magic.in(file);
        Optional<String> foreign = foreign(marks);
        if (foreign.isPresent()) {
            return new Verdict.Refused(foreign.get());
        }
        return switch (kind) {
            case ISO -> iso(file, marks);
            case DISK -> disk(file, marks);
        };
    }

    private static Optional<String> foreign(Set<Magic> marks) {
        Set<Magic> foreign = EnumSet.copyOf(marks);
        foreign.removeAll(EnumSet.of(Magic.QCOW2, Magic.ISO));
        if (!foreign.isEmpty()) {
            return Optional.of("it is (also) " + titles(foreign) + ", which is not imported");
        }
        return marks.size() > 1
                ? Optional.of("it is several things at once: " + titles(marks))
                : Optional.empty();
    }

    private static String titles(Set<Magic> marks) {
        return marks.stream().map(Magic::title).distinct().collect(Collectors.joining(", "));
    }

    private Verdict iso(ByteView file, Set<Magic> marks) throws IOException {
        if (!marks.contains(Magic.ISO)) {
            return new Verdict.Refused("it is no ISO 9660 image");
        }
        if (file.size() > mostBytes) {
            return tooLarge(file.size());
        }
        return IsoHeader.flaw(file)
                .<Verdict>map(Verdict.Refused::new)
                .orElse(new Verdict.Iso(file.size()));
    }

    private Verdict disk(ByteView file, Set<Magic> marks) throws IOException {
        if (marks.contains(Magic.ISO)) {
            return new Verdict.Refused("it is an ISO image: import it with the kind 'iso'");
        }
        return marks.contains(Magic.QCOW2) ? qcow2(file) : raw(file);
    }

    private Verdict raw(ByteView file) throws IOException {
        long bytes = (file.size() + SECTOR - 1) / SECTOR * SECTOR;
        return bytes > mostBytes ? tooLarge(bytes) : new Verdict.Disk(DiskFormat.RAW, bytes);
    }

    private Verdict qcow2(ByteView file) throws IOException {
        Optional<Qcow2Fields> fields = Qcow2Fields.read(file);
        if (fields.isEmpty()) {
            return new Verdict.Refused("its qcow2 header is cut off");
        }
        Qcow2Fields header = fields.get();
        // Before all tables, whose lengths follow from it.
        if (header.size() < 0 || header.size() > mostBytes) {
            return tooLarge(header.size());
        }
        return flaw(file, header)
                .<Verdict>map(Verdict.Refused::new)
                .orElse(new Verdict.Disk(DiskFormat.QCOW2, header.size()));
    }

    /** Each relies on what comes before it. */
    private static Optional<String> flaw(ByteView file, Qcow2Fields header) throws IOException {
        Optional<String> flaw = Qcow2Rules.flaw(header, file.size());
        if (flaw.isEmpty()) {
            flaw = Qcow2Extensions.flaw(file, header);
        }
        return flaw.isEmpty() ? Qcow2Tables.flaw(file, header) : flaw;
    }

    private Verdict tooLarge(long bytes) {
        return new Verdict.Refused(
                "it has "
                        + Long.toUnsignedString(bytes)
                        + " bytes for a guest, and vman.image.max-size allows "
                        + mostBytes);
    }
}
