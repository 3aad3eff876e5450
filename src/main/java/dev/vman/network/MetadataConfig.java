package dev.vman.network;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;

/** The metadata service for guests. */
@ConfigMapping(prefix = "vman.network")
public interface MetadataConfig {
    /** {@code v1}: also without a token; {@code v2}: with one only. */
    @WithDefault("v1")
    @Pattern(regexp = "v1|v2")
    String metadata();

    default boolean tokenDemanded() {
        return metadata().equals("v2");
    }
}
