package dev.vman.api;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The bounds of consoles and screens over WebSocket. */
@ConfigMapping(prefix = "vman.sockets")
interface SocketConfig {
    /** How many may be open at once. */
    @WithDefault("64")
    int max();

    /** How many of them to one VM. */
    @WithDefault("16")
    int maxPerVm();

    /** What a client gets to take what is sent to it. */
    @WithDefault("PT10S")
    Duration sendTimeout();

    /** How often a client is asked whether it is still there. */
    @WithDefault("PT15S")
    Duration heartbeat();
}
