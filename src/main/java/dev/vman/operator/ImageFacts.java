package dev.vman.operator;

import java.util.Optional;

/**
 * What a disk file says of itself.
 *
 * @param ofItsFormat it begins as a file of the expected format does; the rest is only then known
 * @param sizeBytes what a guest sees
 * @param refersTo another file or host that reading it would open, such as a backing file
 * @param broken why QEMU itself calls it corrupt, or would not open it
 */
public record ImageFacts(
        boolean ofItsFormat, long sizeBytes, Optional<String> refersTo, Optional<String> broken) {
    /** What {@link #refersTo} says of an image with this backing file. */
    public static String backingFile(String path) {
        return "the backing file " + path;
    }

    static ImageFacts stranger() {
        return new ImageFacts(false, 0, Optional.empty(), Optional.empty());
    }
}
