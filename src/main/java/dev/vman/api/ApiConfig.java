package dev.vman.api;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** Who may talk to the API. */
@ConfigMapping(prefix = "vman.api")
interface ApiConfig {
    /** The bearer token; without it the one in {@code <storage>/token} counts. */
    Optional<String> token();

    /** Host names, beyond loopback and the address listened on, that requests may name. */
    Optional<List<String>> allowedHosts();
}
