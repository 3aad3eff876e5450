package dev.vman.image;

import dev.vman.inventory.DiskFormat;

/** What a file is, by its own bytes. */
public sealed interface Verdict {
    /** A disk that may be converted. */
    record Disk(DiskFormat format, long virtualBytes) implements Verdict {}

    /** An ISO 9660 file system, and nothing else. */
    record Iso(long bytes) implements Verdict {}

    /**
     * Not to be opened by anything else.
     *
     * @param reason for people, as the end of a sentence that begins with the image
     */
    record Refused(String reason) implements Verdict {}
}
