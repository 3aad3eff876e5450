package dev.vman.inventory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;

/** Where VMAN keeps what it has. */
@ConfigMapping(prefix = "vman.storage")
interface StorageConfig {
    /** The storage folder; see {@link StorageLayout}. */
    Path path();

    /**
     * What is kept taken on the storage's file system, in MiB, to be given up before that is full;
     * a quarter of it is the mark at which that happens. 0: nothing.
     */
    @WithDefault("64")
    @Min(0)
    @Max(65_536)
    int ballastMib();
}
