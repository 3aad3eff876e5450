package dev.vman.image;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** What a qcow2 header may say; pure. */
final class Qcow2Rules {
    static final long EXTENDED_L2 = 1L << 4;
    private static final long DIRTY = 1;
    private static final long CORRUPT = 1L << 1;
    private static final long DATA_FILE = 1L << 2;
    private static final long COMPRESSION_TYPE = 1L << 3;
    private static final long KNOWN = DIRTY | CORRUPT | DATA_FILE | COMPRESSION_TYPE | EXTENDED_L2;
    private static final long LAZY_REFCOUNTS = 1;
    private static final long BITMAPS = 1;
    private static final int LEAST_CLUSTER = 9;
    private static final int LARGEST_CLUSTER = 21;
    private static final int LEAST_EXTENDED_CLUSTER = 14;
    private static final int MOST_SNAPSHOTS = 16;
    private static final int LEAST_SNAPSHOT = 40;
    private static final int MOST_REFCOUNT_ORDER = 6;
    private static final long MOST_L1_BYTES = 32L << 20;
    private static final long MOST_REFCOUNT_BYTES = 8L << 20;
    private static final int SECTOR = 512;

    private Qcow2Rules() {}

    private record Rule(String reason, BiPredicate<Qcow2Fields, Long> broken) {}

    /** In this order: later ones rely on earlier ones. */
    private static final Rule[] RULES = {
        new Rule("is of an unknown version", (h, _) -> h.version() != 2 && h.version() != 3),
        new Rule(
                "refers to a backing file",
                (h, _) -> h.backingOffset() != 0 || h.backingLength() != 0),
        new Rule("refers to an external data file", (h, _) -> h.has(DATA_FILE)),
        new Rule("needs features that are unknown", (h, _) -> h.has(~KNOWN)),
        new Rule("is marked as corrupt", (h, _) -> h.has(CORRUPT)),
        new Rule("has unknown features", (h, _) -> (h.compatible() & ~LAZY_REFCOUNTS) != 0),
        new Rule("has unknown features", (h, _) -> (h.autoclear() & ~BITMAPS) != 0),
        new Rule("is encrypted", (h, _) -> h.encryption() != 0),
        new Rule(
                "has clusters of a size that is not allowed",
                (h, _) -> h.clusterBits() < LEAST_CLUSTER || h.clusterBits() > LARGEST_CLUSTER),
        new Rule("has a header of a length that is not allowed", (h, _) -> hasOddLength(h)),
        new Rule(
                "has clusters too small for their entries",
                (h, _) -> h.has(EXTENDED_L2) && h.clusterBits() < LEAST_EXTENDED_CLUSTER),
        new Rule("is compressed in an unknown way", (h, _) -> isCompressedOddly(h)),
        new Rule(
                "has a size that is no number of sectors",
                (h, _) -> h.size() < SECTOR || h.size() % SECTOR != 0),
        new Rule(
                "has reference counts of a width that is not allowed",
                (h, _) -> h.refcountOrder() > MOST_REFCOUNT_ORDER),
        new Rule("has too many internal snapshots", (h, _) -> h.snapshots() > MOST_SNAPSHOTS),
        new Rule(
                "has snapshots outside of the file",
                (h, size) ->
                        h.snapshots() > 0
                                && !isPlace(
                                        h,
                                        h.snapshotsOffset(),
                                        h.snapshots() * LEAST_SNAPSHOT,
                                        size)),
        new Rule("has a first table that is too short", (h, _) -> h.l1Size() < entriesNeeded(h)),
        new Rule(
                "has a first table that is too long",
                (h, _) -> h.l1Size() * Long.BYTES > MOST_L1_BYTES),
        new Rule(
                "has its first table outside of the file",
                (h, size) -> !isPlace(h, h.l1Offset(), h.l1Size() * Long.BYTES, size)),
        new Rule(
                "has a reference table that is too long",
                (h, _) -> h.refcountClusters() << h.clusterBits() > MOST_REFCOUNT_BYTES),
        new Rule(
                "has its reference table outside of the file",
                (h, size) ->
                        h.refcountClusters() == 0
                                || !isPlace(
                                        h,
                                        h.refcountOffset(),
                                        h.refcountClusters() << h.clusterBits(),
                                        size)),
    };

    /** What is wrong with a header of a file of this size, or nothing. */
    static Optional<String> flaw(Qcow2Fields header, long fileSize) {
        return Stream.of(RULES)
                .filter(rule -> rule.broken().test(header, fileSize))
                .map(rule -> "its qcow2 header " + rule.reason())
                .findFirst();
    }

    private static boolean hasOddLength(Qcow2Fields header) {
        long length = header.headerLength();
        long least = header.version() == 2 ? Qcow2Fields.OLD_BYTES : Qcow2Fields.BYTES;
        return length < least || length % Long.BYTES != 0 || length > header.clusterSize();
    }

    /** 0 is zlib, 1 is zstd; the field and its feature go together. */
    private static boolean isCompressedOddly(Qcow2Fields header) {
        int type = header.compression();
        return type < 0 || type > 1 || (type != 0) != header.has(COMPRESSION_TYPE);
    }

    /** Entries of the first table that the size takes. */
    private static long entriesNeeded(Qcow2Fields header) {
        int entry = header.has(EXTENDED_L2) ? 2 * Long.BYTES : Long.BYTES;
        long perEntry = (long) header.clusterSize() / entry * header.clusterSize();
        return (header.size() + perEntry - 1) / perEntry;
    }

    /** On a cluster's border, behind the header, and all of it in the file. */
    private static boolean isPlace(Qcow2Fields header, long offset, long bytes, long fileSize) {
        return offset >= header.clusterSize()
                && offset % header.clusterSize() == 0
                && offset <= fileSize
                && bytes <= fileSize - offset;
    }
}
