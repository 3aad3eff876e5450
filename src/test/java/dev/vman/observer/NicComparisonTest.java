package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Presence;
import dev.vman.inventory.MacAddress;
import dev.vman.network.Port;
import dev.vman.observer.WorldReading.NicRow;
import dev.vman.observer.WorldReading.VmRow;
import dev.vman.operator.LiveDevices.PluggedNic;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NicComparisonTest {
    private final World world = new World();
    private final VmRow vm = world.runningVm(7);
    private final NicRow user = row(0, false, false);
    private final NicRow bridged = row(3, true, false);

    private NicRow row(int slot, boolean onBridge, boolean pending) {
        UUID id = UUID.randomUUID();
        return new NicRow(id, vm.id(), slot, MacAddress.of(id), onBridge, pending);
    }

    private void has(PluggedNic... nics) {
        world.plugged.put(vm.id(), new Presence.Present<>(List.of(nics)));
    }

    private static PluggedNic asRecorded(NicRow row) {
        String tap = row.bridged() ? Port.tapOf(row.id()) : "";
        return new PluggedNic("nic" + row.slot(), "net" + row.slot(), tap);
    }

    private List<Difference> found() {
        return world.compared().of(FindingKind.NIC_STATE_MISMATCH);
    }

    @Test
    void findsNothingWhereAllIsAsRecorded() {
        world.nics.addAll(List.of(user, bridged));
        has(asRecorded(bridged), asRecorded(user));

        assertThat(found()).isEmpty();
    }

    @Test
    void findsWhatQemuHasNot() {
        world.nics.addAll(List.of(user, bridged));
        has(asRecorded(user));

        assertThat(found())
                .singleElement()
                .satisfies(difference -> {
                    assertThat(difference.subject().id()).isEqualTo(bridged.id());
                    assertThat(difference.vm()).contains(vm.id());
                    assertThat(difference.evidence()).containsEntry("plugged", false);
                });
    }

    @Test
    void findsWhatNobodyRecorded() {
        world.nics.add(user);
        has(asRecorded(user), new PluggedNic("nic5", "net5", ""), new PluggedNic("mine", "", ""));

        assertThat(found())
                .extracting(difference -> difference.evidence().get("device"))
                .containsExactlyInAnyOrder("nic5", "mine");
    }

    @Test
    void findsACardThatLeadsElsewhere() {
        world.nics.addAll(List.of(user, bridged));
        has(new PluggedNic("nic0", "", ""), new PluggedNic("nic3", "net3", "vt0000000000"));

        assertThat(found())
                .extracting(difference -> difference.subject().id())
                .containsExactlyInAnyOrder(user.id(), bridged.id());
    }

    @Test
    void waitsForAGuestThatHasBeenAsked() {
        NicRow pending = row(4, true, true);
        world.nics.add(pending);

        has(asRecorded(pending));
        assertThat(found()).isEmpty();
        has();
        assertThat(found()).as("the look settles it").isEmpty();
    }

    @Test
    void tellsNothingOfAMachineThatDidNotAnswer() {
        world.nics.add(user);
        world.plugged.put(vm.id(), new Presence.Unknown<>("silent"));
        world.devices.put(vm.id(), new Presence.Unknown<>("silent"));

        assertThat(found()).isEmpty();
        assertThat(world.compared().tells(FindingKind.NIC_STATE_MISMATCH, Optional.of(vm.id())))
                .isFalse();
    }
}
