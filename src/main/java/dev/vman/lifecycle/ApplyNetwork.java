package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Networks;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * {@code network.apply}: brings bridge, taps, filters and DHCP back in line with the rows. Guests
 * don't notice.
 */
@ApplicationScoped
class ApplyNetwork implements ActKind<ApplyNetwork.Payload> {
    static final String KIND = "network.apply";
    private final Networks networks;
    private final AppliedNetworks applied;

    ApplyNetwork(Networks networks, AppliedNetworks applied) {
        this.networks = networks;
        this.applied = applied;
    }

    /** The request. */
    record Payload(UUID network) {}

    @Override
    public ActType<Payload> type() {
        return ActType.of(KIND, Payload.class);
    }

    @Override
    public Act make(Payload payload) {
        return new Apply(payload);
    }

    private final class Apply implements Act {
        private final Payload payload;

        Apply(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.network());
        }

        /** One that is gone needs nothing. */
        @Override
        public boolean settled() {
            return networks.findByIdOptional(payload.network()).isEmpty();
        }

        @Override
        public void admit() {}

        @Override
        public List<Step> steps() {
            return List.of(SimpleStep.of("apply", () -> applied.apply(payload.network())));
        }

        @Override
        public void succeed() {}

        @Override
        public void fail(Failure why) {}
    }
}
