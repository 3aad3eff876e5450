package dev.vman.network;

import static dev.vman.network.SampleNetworks.DB;
import static dev.vman.network.SampleNetworks.ID;
import static dev.vman.network.SampleNetworks.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.vman.Failure;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NetworkPlanTest {
    private static final Optional<String> NAMESPACE = Optional.of("vman");
    private static final DhcpPaths PATHS = new DhcpPaths(Path.of("/storage/networks/" + ID));
    private static final ProcessSight SERVER =
            new ProcessSight(new ProcessIdentity("boot", 42, 1), 'S', 999, List.of("dnsmasq"));

    @Test
    void makesEverythingWhereThereIsNothing() throws IOException {
        assertGolden("plan-nothing-there.txt", SampleNetworks.bridge(WEB, DB), nothing());
    }

    @Test
    void makesAnIsolatedNetworkWithoutForwarding() throws IOException {
        assertGolden("plan-isolated.txt", SampleNetworks.isolated(WEB), nothing());
    }

    @Test
    void tagsTheFramesOfAVlanOnOurBridgeAndOnAForeignOne() throws IOException {
        OptionalInt vlan = OptionalInt.of(42);
        assertGolden(
                "plan-vlan.txt", SampleNetworks.with(SampleNetworks.bridge(WEB), vlan), nothing());
        assertGolden(
                "plan-vlan-foreign.txt",
                SampleNetworks.with(SampleNetworks.foreign(WEB), vlan),
                with(nothing(), link("br0", Link.Kind.BRIDGE, "02:00:00:00:00:01")));
    }

    @Test
    void changesNothingWhereAllIsAsWanted() {
        DesiredNetwork network = SampleNetworks.bridge(WEB, DB);

        assertThat(plan(network, complete(network))).isEmpty();
    }

    @Test
    void takesAPortAwayBeforeAnotherComes() throws IOException {
        assertGolden(
                "plan-other-port.txt",
                SampleNetworks.bridge(DB),
                complete(SampleNetworks.bridge(WEB)));
    }

    @Test
    void hasFiltersAndTheHostBeforeATapIsUp() {
        List<String> subjects =
                told(plan(SampleNetworks.bridge(WEB, DB), complete(SampleNetworks.bridge(WEB))))
                        .map(NetworkChange::subject)
                        .toList();

        assertThat(subjects).containsExactly("filter", "dhcp", "tap");
    }

    @Test
    void startsAServerAnewForABridgeThatWasMadeAnew() {
        DesiredNetwork network = SampleNetworks.bridge(WEB);
        ObservedNetwork moved = in(complete(network), Optional.of(99L));

        assertThat(plan(network, moved))
                .singleElement()
                .isInstanceOfSatisfying(
                        PlannedChange.StartDhcp.class,
                        start -> assertThat(start.running()).containsExactly(SERVER));
    }

    @Test
    void dropsTheLeaseOfWhoIsGone() {
        DesiredNetwork network = SampleNetworks.bridge(DB);
        ObservedNetwork seen =
                leasing(complete(network), new Lease(WEB.mac(), WEB.ip()), lease(DB));

        assertThat(plan(network, seen))
                .containsExactly(
                        new PlannedChange.DropLease(new Lease(WEB.mac(), WEB.ip()), SERVER));
    }

    @Test
    void dropsALeaseOfAnAddressThatHasAnotherOwnerNow() {
        DesiredNetwork network = SampleNetworks.bridge(WEB);
        Lease old = new Lease(DB.mac(), WEB.ip());

        assertThat(plan(network, leasing(complete(network), old)))
                .containsExactly(new PlannedChange.DropLease(old, SERVER));
    }

    @Test
    void removesTapsOnRecordThatAreOnNoBridge() {
        DesiredNetwork network = SampleNetworks.bridge(WEB);
        ObservedNetwork seen = complete(network);
        Link strayed = link(DB.tap(), Link.Kind.TAP, "");

        assertThat(plan(network, with(seen, strayed))).as("not on record").isEmpty();
        assertThat(told(plan(network, recording(with(seen, strayed), DB.tap()))))
                .extracting(NetworkChange::kind, NetworkChange::name)
                .containsExactly(tuple("remove", DB.tap()));
    }

    @Test
    void removesNoTapOfSomebodyElseFromOurBridge() {
        DesiredNetwork network = SampleNetworks.bridge(WEB);
        Link other = on("vmbr0", link("tap0", Link.Kind.TAP, ""));

        assertThat(plan(network, with(complete(network), other))).isEmpty();
    }

    @Test
    void removesAllButWhatIsForeign() {
        DesiredNetwork network = SampleNetworks.bridge(WEB);
        List<PlannedChange> removal =
                NetworkPlan.removal(
                        ID,
                        with(
                                complete(network),
                                link("br0", Link.Kind.BRIDGE, "02:00:00:00:00:01")));

        assertThat(told(removal))
                .extracting(change -> change.subject() + " " + change.name())
                .containsExactly(
                        "tap " + WEB.tap(),
                        "dhcp " + ID,
                        "bridge vmbr0",
                        "nat vman-aa11bb22cc",
                        "filter vman-aa11bb22cc");
    }

    @Test
    void takesNoLinkThatItDidNotMake() {
        ObservedNetwork seen =
                with(nothing(), link("vmbr0", Link.Kind.BRIDGE, "02:00:00:00:00:01"));

        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> plan(SampleNetworks.bridge(WEB), seen))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo("network-failed"));
    }

    private static List<PlannedChange> plan(DesiredNetwork wanted, ObservedNetwork seen) {
        return NetworkPlan.of(wanted, seen, NAMESPACE);
    }

    private static Stream<NetworkChange> told(List<PlannedChange> changes) {
        return changes.stream().map(PlannedChange::told);
    }

    private static void assertGolden(String name, DesiredNetwork wanted, ObservedNetwork seen)
            throws IOException {
        StringBuilder text = new StringBuilder();
        for (PlannedChange change : plan(wanted, seen)) {
            NetworkChange told = change.told();
            text.append(told.kind() + " " + told.subject() + " " + told.name() + ": ")
                    .append(told.detail() + "\n");
            lines(change).forEach(line -> text.append("    " + line + "\n"));
        }
        Golden.assertMatches(name, text.toString());
    }

    private static List<String> lines(PlannedChange change) {
        return switch (change) {
            case PlannedChange.ChangeLink link -> link.lines();
            case PlannedChange.ChangeTap tap -> {
                List<String> all = new ArrayList<>(tap.lines());
                tap.bridgeLines().forEach(line -> all.add("bridge " + line));
                all.addAll(tap.lastLines());
                yield all;
            }
            default -> List.of();
        };
    }

    private static ObservedNetwork nothing() {
        return new ObservedNetwork(
                Optional.empty(),
                List.of(),
                false,
                Map.of(),
                List.of(),
                new NetworkFiles(
                        PATHS,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of()));
    }

    /** What it is when everything that was wanted was made. */
    private static ObservedNetwork complete(DesiredNetwork network) {
        List<Link> links = new ArrayList<>();
        links.add(lo());
        links.add(bridge(network));
        network.ports().forEach(port -> links.add(tap(network, port)));
        DhcpConfig config = new DhcpConfig(network, PATHS, "1:7");
        return new ObservedNetwork(
                Optional.of(1L),
                links,
                true,
                Stream.of(RoutingFilter.of(network), GuestFilter.of(network))
                        .collect(Collectors.toMap(NftTable::key, NftTable::contents)),
                List.of(SERVER),
                new NetworkFiles(
                        PATHS,
                        Optional.of(config.conf()),
                        Optional.of(config.hosts()),
                        Optional.of(config.names()),
                        network.ports().stream().map(Port::tap).toList(),
                        List.of()));
    }

    private static Link lo() {
        return new Link(
                1,
                "lo",
                Link.Kind.OTHER,
                "00:00:00:00:00:00",
                true,
                Optional.empty(),
                "default",
                OptionalInt.empty(),
                Set.of("127.0.0.1/8", "169.254.169.254/32"),
                OptionalInt.empty());
    }

    private static Link bridge(DesiredNetwork network) {
        return new Link(
                7,
                network.bridge(),
                Link.Kind.BRIDGE,
                new NetworkNames(network.id()).bridgeMac(),
                true,
                Optional.empty(),
                "30317",
                OptionalInt.empty(),
                Set.of("10.77.0.1/24"),
                OptionalInt.empty());
    }

    private static Link tap(DesiredNetwork network, Port port) {
        return new Link(
                8,
                port.tap(),
                Link.Kind.TAP,
                "8e:53:71:f0:46:a7",
                true,
                Optional.of(network.bridge()),
                "default",
                port.uid(),
                Set.of(),
                OptionalInt.empty());
    }

    private static Link link(String name, Link.Kind kind, String mac) {
        return new Link(
                20,
                name,
                kind,
                mac,
                true,
                Optional.empty(),
                "default",
                OptionalInt.empty(),
                Set.of(),
                OptionalInt.empty());
    }

    private static Link on(String bridge, Link link) {
        return new Link(
                link.index(),
                link.name(),
                link.kind(),
                link.mac(),
                link.up(),
                Optional.of(bridge),
                link.group(),
                link.owner(),
                link.addresses(),
                link.vlan());
    }

    private static Lease lease(Port port) {
        return new Lease(port.mac(), port.ip());
    }

    private static ObservedNetwork with(ObservedNetwork seen, Link link) {
        List<Link> links = new ArrayList<>(seen.links());
        links.add(link);
        return new ObservedNetwork(
                seen.namespace(),
                links,
                seen.forwarding(),
                seen.tables(),
                seen.servers(),
                seen.files());
    }

    private static ObservedNetwork in(ObservedNetwork seen, Optional<Long> namespace) {
        return new ObservedNetwork(
                namespace,
                seen.links(),
                seen.forwarding(),
                seen.tables(),
                seen.servers(),
                seen.files());
    }

    private static ObservedNetwork leasing(ObservedNetwork seen, Lease... leases) {
        return filed(
                seen,
                files ->
                        new NetworkFiles(
                                files.paths(),
                                files.conf(),
                                files.hosts(),
                                files.names(),
                                files.taps(),
                                List.of(leases)));
    }

    private static ObservedNetwork recording(ObservedNetwork seen, String tap) {
        return filed(
                seen,
                files ->
                        new NetworkFiles(
                                files.paths(),
                                files.conf(),
                                files.hosts(),
                                files.names(),
                                List.of(tap),
                                files.leases()));
    }

    private static ObservedNetwork filed(
            ObservedNetwork seen, Function<NetworkFiles, NetworkFiles> change) {
        return new ObservedNetwork(
                seen.namespace(),
                seen.links(),
                seen.forwarding(),
                seen.tables(),
                seen.servers(),
                change.apply(seen.files()));
    }
}
