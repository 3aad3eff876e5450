package dev.vman.network;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The default network, and where networks live. */
@ConfigMapping(prefix = "vman.network")
public interface NetworkConfig {
    /**
     * {@code bridge}, {@code user}, or {@code auto}: bridges where a namespace or a bridge is named
     * and the rights are there, else user mode. The host's own network is never changed unasked.
     */
    @WithDefault("auto")
    @Pattern(regexp = "auto|bridge|user")
    String mode();

    /**
     * The named network namespace that all bridges, taps, DHCP servers and QEMU's network live in;
     * made when it is absent.
     */
    Optional<@Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}") String> namespace();

    /** The bridge of the default network. */
    Optional<@Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,14}") String> bridge();

    @WithDefault("10.77.0.0/24")
    String subnet();

    /** By default the subnet's first host. */
    Optional<String> gateway();

    /** What guests are told to ask; by default the gateway. */
    Optional<List<String>> dns();

    OptionalInt vlanId();
}
