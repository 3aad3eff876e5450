package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkState;
import dev.vman.inventory.Networks;
import dev.vman.inventory.UniqueNames;
import dev.vman.journal.Act;
import dev.vman.journal.ActKind;
import dev.vman.journal.ActType;
import dev.vman.journal.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code network.create}, {@code network.change}, {@code network.delete}: the row, and the bridge
 * with all that belongs to it.
 */
@ApplicationScoped
class WriteNetwork implements ActKind<WriteNetwork.Payload> {
    private static final long ROOM = 1L << 16;
    private final Networks networks;
    private final NetworkValues values;
    private final NetworkUse use;
    private final AppliedNetworks applied;
    private final NetworkUpkeep upkeep;
    private final NetworkManifests manifests;

    WriteNetwork(
            Networks networks,
            NetworkValues values,
            NetworkUse use,
            AppliedNetworks applied,
            NetworkUpkeep upkeep,
            NetworkManifests manifests) {
        this.networks = networks;
        this.values = values;
        this.use = use;
        this.applied = applied;
        this.upkeep = upkeep;
        this.manifests = manifests;
    }

    /** What is to be done to the network. */
    enum Verb {
        CREATE,
        CHANGE,
        DELETE;

        String kind() {
            return "network." + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The request, with all that was chosen.
     *
     * @param before what the choice was made from
     * @param structure whether more changes than what guests are told to ask for names
     */
    record Payload(
            UUID id,
            Verb verb,
            String name,
            @Nullable NetworkSpec spec,
            @Nullable NetworkSpec before,
            boolean structure,
            @Nullable Long version) {
        static Payload create(UUID id, String name, NetworkSpec spec) {
            return new Payload(id, Verb.CREATE, name, spec, null, true, null);
        }

        static Payload delete(UUID id, String name, @Nullable Long version) {
            return new Payload(id, Verb.DELETE, name, null, null, true, version);
        }

        NetworkSpec requireSpec() {
            return Objects.requireNonNull(spec);
        }
    }

    @Override
    public ActType<Payload> type() {
        return ActType.of(Verb.values(), Verb::kind, Payload.class, Payload::verb);
    }

    @Override
    public Act make(Payload payload) {
        return switch (payload.verb()) {
            case CREATE -> new Create(payload);
            case CHANGE -> new Change(payload);
            case DELETE -> new Delete(payload);
        };
    }

    @Override
    public long roomFor(Payload payload) {
        return payload.verb() == Verb.CREATE ? ROOM : 0;
    }

    /** Two networks are never checked against each other's absence at once. */
    private void oneAtATime() {
        var _ = networks.lock(networks.requireDefault().id);
    }

    private Network locked(Payload payload) {
        Network network = networks.lock(payload.id());
        Versions.check(payload.version(), network.version, "Network '" + network.name + "'");
        return network;
    }

    private void become(UUID id, NetworkState state) {
        Network network = networks.require(id);
        network.state = state;
        networks.changed(network);
    }

    private final class Create implements Act {
        private final Payload payload;

        Create(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.id());
        }

        @Override
        public void admit() {
            oneAtATime();
            values.checkFree(payload.id(), payload.requireSpec());
            Network network = new Network();
            network.id = payload.id();
            network.name = payload.name();
            network.state = NetworkState.CREATING;
            payload.requireSpec().applyTo(network);
            UniqueNames.guard("network", network.name, () -> networks.add(network));
        }

        @Override
        public List<Step> steps() {
            return List.of(
                    new SimpleStep(
                            "apply",
                            () -> applied.apply(payload.id()),
                            () -> applied.remove(payload.id())));
        }

        @Override
        public void succeed() {
            become(payload.id(), NetworkState.READY);
        }

        @Override
        public void fail(Failure why) {
            networks.remove(networks.require(payload.id()));
        }

        /** The row stays, so that deleting the network can remove what is left. */
        @Override
        public void abandon(Failure why) {
            become(payload.id(), NetworkState.READY);
        }

        @Override
        public void ended() {
            manifests.refresh(payload.id());
        }
    }

    private final class Change implements Act {
        private final Payload payload;

        Change(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.id());
        }

        @Override
        public void admit() {
            oneAtATime();
            Network network = locked(payload);
            requireUnchanged(network);
            if (payload.structure()) {
                use.requireIdle(network, payload.requireSpec());
                values.checkFree(network.id, payload.requireSpec());
                // Nobody starts on it until it is as wanted.
                network.state = NetworkState.CREATING;
            }
        }

        /** What was left out would be put back to what it was. */
        private void requireUnchanged(Network network) {
            NetworkSpec before = payload.before();
            if (before != null && !before.equals(NetworkSpec.of(network))) {
                throw new Failure.Conflict(
                        "changed-meanwhile",
                        "Network '" + network.name + "' was changed by another request meanwhile.",
                        "Read the network again, and repeat the request.");
            }
        }

        @Override
        public List<Step> steps() {
            return payload.structure()
                    ? List.of(
                            new SimpleStep(
                                    "remove",
                                    () -> applied.remove(payload.id()),
                                    () -> applied.apply(payload.id())))
                    : List.of();
        }

        @Override
        public void succeed() {
            payload.requireSpec().applyTo(networks.require(payload.id()));
            become(payload.id(), NetworkState.READY);
        }

        @Override
        public void fail(Failure why) {
            become(payload.id(), NetworkState.READY);
        }

        @Override
        public void ended() {
            manifests.refresh(payload.id());
            upkeep.applySoon(payload.id());
        }
    }

    private final class Delete implements Act {
        private final Payload payload;

        Delete(Payload payload) {
            this.payload = payload;
        }

        @Override
        public Set<UUID> holds() {
            return Set.of(payload.id());
        }

        @Override
        public void admit() {
            Network network = locked(payload);
            use.requireUnused(network);
            network.state = NetworkState.DELETING;
        }

        @Override
        public List<Step> steps() {
            return List.of(SimpleStep.of("remove", () -> applied.remove(payload.id())));
        }

        @Override
        public void succeed() {
            networks.remove(networks.require(payload.id()));
        }

        @Override
        public void fail(Failure why) {
            become(payload.id(), NetworkState.READY);
        }

        /** One that could not be deleted may have lost its bridge already. */
        @Override
        public void ended() {
            manifests.refresh(payload.id());
            upkeep.applySoon(payload.id());
        }
    }
}
