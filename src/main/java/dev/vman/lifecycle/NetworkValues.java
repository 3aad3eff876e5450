package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Ipv4Subnet;
import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkMode;
import dev.vman.inventory.Networks;
import dev.vman.network.HostLinks;
import dev.vman.network.NetworkAbility;
import dev.vman.network.NetworkManager;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a network's request left out, and checks all of it against what this host can do and
 * has. To be called in a transaction.
 */
@ApplicationScoped
class NetworkValues {
    private static final Pattern LINK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,14}");

    /** Ours, by an id; and those that mean something else to the kernel. */
    private static final Pattern TAKEN = Pattern.compile("v[bt][0-9a-f]{10}|lo|all|default");

    private static final int MOST_VLAN = 4094;
    private static final int MOST_DNS = 4;
    private final Networks networks;
    private final NetworkManager manager;
    private final HostLinks links;

    NetworkValues(Networks networks, NetworkManager manager, HostLinks links) {
        this.networks = networks;
        this.manager = manager;
        this.links = links;
    }

    /** Of a network to be made. Throws {@link Failure}. */
    NetworkSpec choose(UUID id, NetworkWish wish) {
        return choose(
                id, wish, new NetworkSpec(mode(wish), null, false, null, null, List.of(), null));
    }

    private NetworkMode mode(NetworkWish wish) {
        if (wish.mode() != null) {
            return wish.mode();
        }
        boolean meansBridge = wish.bridge() != null || wish.subnet() != null;
        return meansBridge || manager.ability().bridges() ? NetworkMode.BRIDGE : NetworkMode.USER;
    }

    /** Of a network that is as {@code before}. */
    NetworkSpec choose(UUID id, NetworkWish wish, NetworkSpec before) {
        NetworkMode mode = Objects.requireNonNullElse(wish.mode(), before.mode());
        if (mode == NetworkMode.USER) {
            requireNothingElse(wish);
            return NetworkSpec.USER;
        }
        requireBridges(wish, mode);
        NetworkSpec wanted = combine(id, wish, before, mode);
        check(id, wanted);
        return wanted;
    }

    private static void requireNothingElse(NetworkWish wish) {
        String message = "is for networks on a bridge; this one is in user mode";
        new Checks()
                .require(wish.bridge() == null, "bridge", message)
                .require(wish.subnet() == null, "subnet", message)
                .require(wish.gateway() == null, "gateway", message)
                .require(wish.dns() == null, "dns", message)
                .require(wish.vlanId() == null, "vlanId", message)
                .done();
    }

    private void requireBridges(NetworkWish wish, NetworkMode mode) {
        checkVlan(wish.vlanId());
        NetworkAbility ability = manager.ability();
        if (!ability.bridges()) {
            throw Failure.Invalid.unsupported(
                    "mode", "'" + mode.wireName() + "' does not work here: " + ability.reason());
        }
        if (wish.vlanId() != null && !ability.vlans()) {
            throw Failure.Invalid.unsupported("vlanId", "this host's kernel can't tag frames");
        }
    }

    static void checkVlan(@Nullable Integer vlan) {
        if (vlan != null && (vlan < 1 || vlan > MOST_VLAN)) {
            throw Failure.Invalid.field("vlanId", "must be from 1 to " + MOST_VLAN);
        }
    }

    private NetworkSpec combine(UUID id, NetworkWish wish, NetworkSpec before, NetworkMode mode) {
        Checks checks = new Checks();
        checks.check(() -> bridge(id, wish, before))
                .check(() -> subnet(wish, before))
                .check(() -> gateway(wish))
                .check(() -> dns(wish, before))
                .done();
        Ipv4Subnet subnet = subnet(wish, before);
        Ipv4Address gateway = gateway(wish);
        boolean sameSubnet = subnet.equals(before.subnet()) && before.gateway() != null;
        Ipv4Address kept = sameSubnet ? before.gateway() : subnet.firstHost();
        String bridge = bridge(id, wish, before);
        return new NetworkSpec(
                mode,
                bridge,
                isForeign(bridge, wish, before),
                subnet,
                gateway == null ? kept : gateway,
                dns(wish, before),
                wish.vlanId() == null ? before.vlanId() : wish.vlanId());
    }

    private static String bridge(UUID id, NetworkWish wish, NetworkSpec before) {
        if (wish.bridge() == null) {
            return Objects.requireNonNullElseGet(before.bridge(), () -> Network.bridgeOf(id));
        }
        boolean own = wish.bridge().equals(before.bridge());
        if (!LINK.matcher(wish.bridge()).matches()
                || (!own && TAKEN.matcher(wish.bridge()).matches())) {
            throw Failure.Invalid.field(
                    "bridge",
                    "must be 1 to 15 of A-Z, a-z, 0-9, '.', '_' and '-', and no name that the"
                            + " kernel or VMAN uses");
        }
        return wish.bridge();
    }

    /** One that was there before us. */
    private boolean isForeign(String bridge, NetworkWish wish, NetworkSpec before) {
        if (bridge.equals(before.bridge())) {
            return before.foreign();
        }
        return wish.bridge() != null
                && networks.count("ownBridge", bridge) == 0
                && links.hasBridge(bridge);
    }

    private static Ipv4Subnet subnet(NetworkWish wish, NetworkSpec before) {
        if (wish.subnet() != null) {
            return Ipv4Subnet.parse(wish.subnet());
        }
        if (before.subnet() == null) {
            throw Failure.Invalid.field("subnet", "is required for a network on a bridge");
        }
        return before.subnet();
    }

    private static @Nullable Ipv4Address gateway(NetworkWish wish) {
        return wish.gateway() == null ? null : Ipv4Address.parse("gateway", wish.gateway());
    }

    private static List<Ipv4Address> dns(NetworkWish wish, NetworkSpec before) {
        if (wish.dns() == null) {
            return before.dns();
        }
        if (wish.dns().size() > MOST_DNS || wish.dns().stream().anyMatch(Objects::isNull)) {
            throw Failure.Invalid.field("dns", "must be " + MOST_DNS + " addresses at most");
        }
        return wish.dns().stream().map(text -> Ipv4Address.parse("dns", text)).toList();
    }

    private void check(UUID id, NetworkSpec wanted) {
        Ipv4Subnet subnet = Objects.requireNonNull(wanted.subnet());
        if (!subnet.canBeHost(Objects.requireNonNull(wanted.gateway()))) {
            throw Failure.Invalid.field("gateway", "must be a host's address of " + subnet);
        }
        checkFree(id, wanted);
        links.routes().stream()
                .filter(route -> route.subnet().overlaps(subnet))
                .filter(route -> !route.link().equals(wanted.bridge()))
                .findFirst()
                .ifPresent(route -> {
                    throw Failure.Invalid.field(
                            "subnet",
                            "overlaps the host's route to "
                                    + route.subnet()
                                    + " through "
                                    + route.link());
                });
    }

    /** Whether no other network has its addresses or bridge. */
    void checkFree(UUID id, NetworkSpec wanted) {
        Ipv4Subnet subnet = wanted.subnet();
        if (subnet == null) {
            return;
        }
        networks.overlapping(subnet, id)
                .ifPresent(other -> {
                    throw Failure.Invalid.field(
                            "subnet",
                            "overlaps network '" + other.name + "', which has " + other.subnet);
                });
        boolean taken =
                !wanted.foreign()
                        && networks.count("bridge = ?1 and id <> ?2", wanted.bridge(), id) > 0;
        if (taken) {
            throw new Failure.Conflict(
                    "bridge-taken",
                    "Another network has the bridge '" + wanted.bridge() + "'.",
                    "Choose another name for the bridge, or none.");
        }
    }
}
