package dev.vman.image;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What may be imported, from where, and at what cost. */
@ConfigMapping(prefix = "vman.image")
public interface ImageConfig {
    /** Folders that images may be imported from; by default {@code <storage>/import}. */
    Optional<List<Path>> importPaths();

    /** Hosts that images may be fetched from by http(s); without any, none. */
    Optional<List<String>> allowedHosts();

    /** The largest image, as a guest sees it, and as it is given. */
    @WithDefault("64G")
    MemorySize maxSize();

    /** What fetching one may take. */
    @WithDefault("PT1H")
    Duration fetchTimeout();

    /** Bytes a second that one is fetched with at most. */
    @WithDefault("200M")
    MemorySize fetchRate();

    /** What unpacking or converting one may take. */
    @WithDefault("PT30M")
    Duration convertTimeout();

    /**
     * Unprivileged uids for qemu-img when the daemon is root, {@code first-last}: one for each
     * conversion at a time, two at most.
     */
    @WithDefault("299998-299999")
    String uidRange();
}
