package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import dev.vman.inventory.MacAddress;
import dev.vman.operator.MachineSpec.NicSpec;
import dev.vman.qmp.QmpEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugging and unplugging, against a QEMU that answers by a table. */
class NicHotplugTest {
    private static final MacAddress MAC = MacAddress.of(Machines.ID);
    private static final NicPlace PLACE = new NicPlace(1, Optional.of(11));
    private static final NicSpec NIC = new NicSpec.Tap(PLACE, MAC, "vt0011223344");
    private static final String END =
            "net1: index=0,type=tap,ifname=vt0011223344,script=no,downscript=no\\r\\n";
    private static final String THERE =
            "\"nic1: index=0,type=nic,model=virtio-net-pci,macaddr=x\\r\\n \\\\ " + END + "\"";
    private static final String HMP = "human-monitor-command";
    private static final Duration SOON = Duration.ofSeconds(20);
    @TempDir Path folder;
    private FakeQemu qemu;
    private QmpLink link;
    private NicHotplug hotplug;

    @BeforeEach
    void haveAQemu() throws Exception {
        Path socket = folder.resolve("qmp.sock");
        qemu = new FakeQemu(socket);
        qemu.answer("netdev_add", "{}")
                .answer("netdev_del", "{}")
                .answer("device_add", "{}")
                .answer(HMP, "\"\"");
        link = new QmpLink(socket, MachineEvents.NAMES, new Silent());
        link.start();
        assertThat(link.awaitConnected(SOON)).isTrue();
        hotplug = new NicHotplug(link);
    }

    @AfterEach
    void endIt() throws IOException {
        link.close();
        qemu.close();
    }

    /** Nobody listens. */
    private static final class Silent implements QmpLink.Listener {
        @Override
        public void connected() {}

        @Override
        public void disconnected() {}

        @Override
        public void event(QmpEvent event) {}

        @Override
        public void eventsLost() {}
    }

    @Test
    void doesNotPlugTwice() {
        qemu.answer(HMP, THERE).answer("qom-get", "\"" + MAC + "\"");

        // The fake gives one answer for both properties: the bus is none of ours.
        assertThatThrownBy(() -> hotplug.plug(NIC))
                .isInstanceOf(Failure.HostFailure.class)
                .hasMessageContaining("as it was told");
        assertThat(qemu.commands()).doesNotContain("netdev_add", "device_add");
    }

    @Test
    void leavesNoEndOfACardThatQemuRefused() {
        qemu.refuse("device_add", "GenericError", "PCI: slot 0 function 0 not available");

        assertThatThrownBy(() -> hotplug.plug(NIC))
                .isInstanceOf(Failure.HostFailure.class)
                .hasMessageContaining("not available");
        assertThat(qemu.commands()).contains("netdev_add", "device_add").endsWith("netdev_del");
    }

    @Test
    void takesTheEndAwayThatAnEarlierPlugHasLeft() {
        qemu.answer(HMP, "\"" + END + "\"").refuse("netdev_add", "GenericError", "stop here");

        assertThatThrownBy(() -> hotplug.plug(NIC)).isInstanceOf(Failure.HostFailure.class);
        assertThat(qemu.commands()).containsSubsequence("netdev_del", "netdev_add");
    }

    @Test
    void doesNotBelieveThatItIsPluggedUntilQemuSaysSo() {
        qemu.answer("qom-get", "\"" + MAC + "\"");

        assertThatThrownBy(() -> hotplug.plug(NIC))
                .isInstanceOf(Failure.HostFailure.class)
                .hasMessageContaining("as it was told");
    }

    @Test
    void keepsTheEndOfACardThatTheGuestHasNotReleased() {
        qemu.answer(HMP, THERE).answer("device_del", "{}");

        assertThatThrownBy(() -> hotplug.unplug(PLACE, Duration.ofSeconds(2)))
                .isInstanceOf(Failure.Unavailable.class)
                .extracting(e -> ((Failure) e).code())
                .isEqualTo("guest-did-not-release");
        assertThat(qemu.commands()).doesNotContain("netdev_del");
    }

    @Test
    void removesTheEndOfACardThatIsGone() {
        qemu.answer(HMP, "\"" + END + "\"")
                .refuse("device_del", "DeviceNotFound", "Device 'nic1' not found");

        assertThatCode(() -> hotplug.unplug(PLACE, SOON)).doesNotThrowAnyException();
        assertThat(qemu.commands()).endsWith("netdev_del");
    }

    @Test
    void tidiesUpAfterALateRelease() {
        qemu.answer(HMP, "\"" + END + "\"");

        hotplug.tidy();

        assertThat(qemu.commands()).endsWith("netdev_del");
        qemu.answer(HMP, THERE);
        List<String> before = qemu.commands();
        hotplug.tidy();
        assertThat(qemu.commands().subList(before.size(), qemu.commands().size()))
                .containsExactly(HMP);
    }
}
