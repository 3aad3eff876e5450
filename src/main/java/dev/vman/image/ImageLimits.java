package dev.vman.image;

import java.time.Duration;

/**
 * What an import may take.
 *
 * @param mostBytes of the source, and as a guest sees it
 * @param fetchRate bytes a second
 */
record ImageLimits(
        long mostBytes, Duration fetchDeadline, long fetchRate, Duration convertDeadline) {
    static ImageLimits of(ImageConfig config) {
        return new ImageLimits(
                config.maxSize().asLongValue(),
                config.fetchTimeout(),
                config.fetchRate().asLongValue(),
                config.convertTimeout());
    }

    ImageGate gate() {
        return new ImageGate(mostBytes);
    }
}
