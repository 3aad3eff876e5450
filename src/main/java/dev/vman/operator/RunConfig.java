package dev.vman.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where run folders go whose socket paths would be too long in the storage folder. */
@ConfigMapping(prefix = "vman.run")
interface RunConfig {
    /** A short path on a local file system. */
    @WithDefault("/run/vman")
    Path path();
}
