package dev.vman.api;

import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;

/** How many VMs there are in each state: {@code vman_vms{state="running"}}. */
@Singleton
class VmGauges implements MeterBinder {
    private final Vms vms;

    VmGauges(Vms vms) {
        this.vms = vms;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (VmState state : VmState.values()) {
            Gauge.builder("vman.vms", () -> count(state))
                    .description("VMs by state")
                    .tag("state", state.wireName())
                    .register(registry);
        }
    }

    private long count(VmState state) {
        return QuarkusTransaction.requiringNew().call(() -> vms.count("state", state));
    }
}
