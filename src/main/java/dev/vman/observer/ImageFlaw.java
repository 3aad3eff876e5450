package dev.vman.observer;

import dev.vman.operator.ImageFacts;
import java.util.Optional;

/**
 * What is not as recorded inside a disk's file; pure.
 *
 * @param corrupt QEMU would not read it, or would read something else than the guest's data
 */
record ImageFlaw(String recorded, String seen, boolean corrupt) {

    /**
     * Compares a row with what the file says; the worst first.
     *
     * @param damage what reading its tables found
     */
    static Optional<ImageFlaw> of(ImageCandidate disk, ImageFacts facts, Optional<String> damage) {
        String format = disk.format().wireName();
        if (!facts.ofItsFormat()) {
            return Optional.of(new ImageFlaw(format, "no " + format + " header", true));
        }
        if (!facts.refersTo().equals(disk.leansOn())) {
            return Optional.of(
                    new ImageFlaw(
                            disk.leansOn().orElse("no other file"),
                            "it refers to " + facts.refersTo().orElse("no other file"),
                            true));
        }
        Optional<String> broken = facts.broken().or(() -> damage);
        if (broken.isPresent()) {
            return Optional.of(new ImageFlaw("sound", broken.get(), true));
        }
        return facts.sizeBytes() == disk.sizeBytes()
                ? Optional.empty()
                : Optional.of(
                        new ImageFlaw(
                                disk.sizeBytes() + " bytes", facts.sizeBytes() + " bytes", false));
    }
}
