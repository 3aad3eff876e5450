package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Presence;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.Ipv4Subnet;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.NetworkMode;
import dev.vman.network.DesiredNetwork;
import dev.vman.network.NetworkChange;
import dev.vman.network.Port;
import dev.vman.network.SeenAddress;
import dev.vman.network.SeenAddress.How;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NetworkComparisonTest {
    private static final UUID ID = UUID.randomUUID();
    private static final Ipv4Subnet SUBNET = Ipv4Subnet.parse("10.1.2.0/24");
    private static final Ipv4Address RIGHT = Ipv4Address.parse("10.1.2.2");
    private static final Ipv4Address OTHER = Ipv4Address.parse("10.1.2.9");
    private static final Port PORT = port();

    private static Port port() {
        UUID vm = UUID.randomUUID();
        return new Port(
                UUID.randomUUID(), vm, "web", MacAddress.of(vm), RIGHT, OptionalInt.empty());
    }

    @Test
    void findsNothingWhereAllIsAsWanted() {
        assertThat(compared(List.of(), seen(RIGHT, How.LEASED), seen(RIGHT, How.SEEN))).isEmpty();
    }

    @Test
    void tellsAllThatIsMissingInOneFinding() {
        List<Difference> found =
                compared(
                        List.of(
                                new NetworkChange("add", "filter", "vman-1", "is gone"),
                                new NetworkChange("add", "tap", PORT.tap(), "is gone")));

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().kind()).isEqualTo(FindingKind.NETWORK_MISSING);
        assertThat(found.getFirst().holds()).containsExactlyInAnyOrder(ID, PORT.vm());
        assertThat(found.getFirst().evidence())
                .containsEntry("networkId", ID.toString())
                .containsKey("changes");
    }

    @Test
    void tellsTapsAndLeasesOfNobodyOneByOne() {
        List<Difference> found =
                compared(
                        List.of(
                                new NetworkChange("remove", "tap", "vt0000000001", "nobody's"),
                                new NetworkChange("remove", "tap", "vt0000000002", "nobody's"),
                                new NetworkChange("remove", "lease", OTHER.toString(), "free")));

        assertThat(found)
                .extracting(Difference::kind)
                .containsExactly(
                        FindingKind.ORPHAN_TAP, FindingKind.ORPHAN_TAP, FindingKind.ORPHAN_LEASE);
    }

    @Test
    void findsALeaseOfAMacThatNobodyHas() {
        SeenAddress stranger =
                new SeenAddress(MacAddress.parse("52:54:00:00:00:01"), OTHER, How.LEASED);

        assertThat(compared(List.of(), stranger))
                .extracting(Difference::kind)
                .containsExactly(FindingKind.ORPHAN_LEASE);
    }

    @Test
    void findsAGuestWithAnotherAddressThanItsOwn() {
        List<Difference> found = compared(List.of(), seen(OTHER, How.SEEN));

        assertThat(found).hasSize(1);
        assertThat(found.getFirst().kind()).isEqualTo(FindingKind.ADDRESS_MISMATCH);
        assertThat(found.getFirst().vm()).contains(PORT.vm());
        assertThat(found.getFirst().evidence())
                .containsEntry("assigned", "10.1.2.2")
                .containsEntry("seen", "10.1.2.9");
    }

    @Test
    void forgivesTheMemoryOfANeighbourTable() {
        assertThat(compared(List.of(), seen(OTHER, How.SEEN), seen(RIGHT, How.LEASED))).isEmpty();
    }

    @Test
    void tellsNothingOfANetworkThatCanNotBeAsked() {
        World world = new World();
        world.networks.add(new NetworkSight("lan", network(), new Presence.Unknown<>("no rights")));

        WorldComparison comparison = world.compared();

        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.untold())
                .contains(FindingKind.NETWORK_MISSING, FindingKind.ADDRESS_MISMATCH);
    }

    @Test
    void takesAGuestAtItsWord() {
        assertThat(compared(List.of(), seen(RIGHT, How.LEASED), seen(OTHER, How.REPORTED)))
                .hasSize(1)
                .first()
                .satisfies(found ->
                        assertThat(found.evidence()).containsEntry("reported", OTHER.toString()));
        assertThat(
                        compared(
                                List.of(),
                                seen(OTHER, How.SEEN),
                                seen(OTHER, How.REPORTED),
                                seen(RIGHT, How.REPORTED)))
                .isEmpty();
    }

    private static SeenAddress seen(Ipv4Address ip, How how) {
        return new SeenAddress(PORT.mac(), ip, how);
    }

    private static List<Difference> compared(List<NetworkChange> plan, SeenAddress... seen) {
        World world = new World();
        world.networks.add(
                new NetworkSight(
                        "lan",
                        network(),
                        new Presence.Present<>(new NetworkSight.Told(plan, List.of(seen)))));
        return List.copyOf(world.compared().differences().values());
    }

    private static DesiredNetwork network() {
        return new DesiredNetwork(
                ID,
                NetworkMode.BRIDGE,
                "br-lan",
                false,
                SUBNET,
                SUBNET.firstHost(),
                List.of(),
                OptionalInt.empty(),
                List.of(PORT),
                List.of());
    }
}
