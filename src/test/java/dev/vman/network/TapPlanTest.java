package dev.vman.network;

import static dev.vman.network.SampleNetworks.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.network.PlannedChange.ChangeTap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Taps on a foreign bridge that keeps VLANs apart: one that is up without its own is in another.
 */
class TapPlanTest {
    private static final String TAP = WEB.tap();
    private static final String UP = "link set dev " + TAP + " up";
    private static final String DOWN = "link set dev " + TAP + " down";
    private static final String MASTER = "link set dev " + TAP + " addrgenmode none master br0";
    private static final List<String> VLAN =
            List.of(
                    "vlan delete dev " + TAP + " vid 1",
                    "vlan add dev " + TAP + " vid 42 pvid untagged");
    private static final DesiredNetwork FOREIGN = SampleNetworks.foreign(WEB);
    private static final DesiredNetwork TAGGED = SampleNetworks.with(FOREIGN, OptionalInt.of(42));

    @Test
    void makesATapThatGoesUpWithItsVlan() {
        ChangeTap change = only(TapPlan.of(TAGGED, seen(Optional.empty())));

        assertThat(change.lines()).last().isEqualTo(MASTER);
        assertThat(change.bridgeLines()).isEqualTo(VLAN);
        assertThat(change.lastLines()).containsExactly(UP);
    }

    /** So a daemon that died left it: nothing tells whether it has its VLAN. */
    @Test
    void givesATapThatIsNotUpItsVlanBeforeItGoesUp() {
        ChangeTap change = only(TapPlan.of(TAGGED, seen(tap("br0", false, WEB.uid()))));

        assertThat(change.lines()).isEmpty();
        assertThat(change.bridgeLines()).isEqualTo(VLAN);
        assertThat(change.lastLines()).containsExactly(UP);
        assertThat(change.told().detail()).isEqualTo(UP);
    }

    @Test
    void takesATapDownThatComesFromAnotherBridge() {
        ChangeTap change = only(TapPlan.of(TAGGED, seen(tap("br1", true, WEB.uid()))));

        assertThat(change.lines()).containsExactly(DOWN, MASTER);
        assertThat(change.bridgeLines()).isEqualTo(VLAN);
        assertThat(change.lastLines()).containsExactly(UP);
    }

    @Test
    void makesATapOfAnotherUserAnew() {
        ChangeTap change = only(TapPlan.of(TAGGED, seen(tap("br0", true, OptionalInt.of(7)))));

        assertThat(change.lines())
                .containsExactly(
                        "link delete dev " + TAP,
                        "tuntap add dev " + TAP + " mode tap user " + WEB.uid().getAsInt(),
                        MASTER);
        assertThat(change.bridgeLines()).isEqualTo(VLAN);
        assertThat(change.lastLines()).containsExactly(UP);
    }

    @Test
    void takesOneThatIsUpForComplete() {
        assertThat(TapPlan.of(TAGGED, seen(tap("br0", true, WEB.uid())))).isEmpty();
    }

    @Test
    void needsNoSecondLookAtATapWithoutAVlan() {
        ChangeTap down = only(TapPlan.of(FOREIGN, seen(tap("br0", false, WEB.uid()))));
        ChangeTap strayed = only(TapPlan.of(FOREIGN, seen(tap("br1", true, WEB.uid()))));

        assertThat(down.lines()).containsExactly(UP);
        assertThat(strayed.lines()).as("up all the time").containsExactly(MASTER);
        assertThat(List.of(down, strayed))
                .allSatisfy(change -> assertThat(change.bridgeLines()).isEmpty())
                .allSatisfy(change -> assertThat(change.lastLines()).isEmpty());
    }

    private static ChangeTap only(List<PlannedChange> changes) {
        assertThat(changes).singleElement().isInstanceOf(ChangeTap.class);
        return (ChangeTap) changes.getFirst();
    }

    private static Optional<Link> tap(String master, boolean up, OptionalInt owner) {
        return Optional.of(
                new Link(
                        8,
                        TAP,
                        Link.Kind.TAP,
                        "8e:53:71:f0:46:a7",
                        up,
                        Optional.of(master),
                        "default",
                        owner,
                        Set.of(),
                        OptionalInt.empty()));
    }

    private static ObservedNetwork seen(Optional<Link> tap) {
        return new ObservedNetwork(
                Optional.of(1L),
                tap.stream().toList(),
                true,
                Map.of(),
                List.of(),
                new NetworkFiles(
                        new DhcpPaths(Path.of("/storage/networks/" + SampleNetworks.ID)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of()));
    }
}
