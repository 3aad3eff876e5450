package dev.vman.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;

/** How many consoles and screens are open: {@code vman_sockets{kind="console"}}. */
@Singleton
class SocketGauges implements MeterBinder {
    private final LiveSockets sockets;

    SocketGauges(LiveSockets sockets) {
        this.sockets = sockets;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (SocketKind kind : SocketKind.values()) {
            Gauge.builder("vman.sockets", () -> sockets.open(kind))
                    .description("Open WebSockets")
                    .tag("kind", kind.wireName())
                    .register(registry);
        }
    }
}
