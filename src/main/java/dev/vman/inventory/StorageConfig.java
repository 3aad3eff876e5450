package dev.vman.inventory;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** Where VMAN keeps what it has. */
@ConfigMapping(prefix = "vman.storage")
interface StorageConfig {
    /** The storage folder; see {@link StorageLayout}. */
    Path path();
}
