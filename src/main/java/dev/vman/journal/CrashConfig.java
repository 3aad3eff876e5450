package dev.vman.journal;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** For tests alone. */
@ConfigMapping(prefix = "vman.crash")
interface CrashConfig {
    /** The file that {@link CrashPlan} reads; without it no point does anything. */
    Optional<Path> plan();
}
