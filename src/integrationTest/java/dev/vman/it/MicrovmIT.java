package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real guest on the smallest machine: everything is there but a screen. */
@Tag("integration")
@Timeout(400)
class MicrovmIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long MIB = 1L << 20;

    @Test
    void bootsIsGivenADiskAndPowersItselfOff() throws IOException {
        Vm vm = DAEMON.createGuest(Map.of("machine", "microvm")).started();
        vm.awaitAgent();

        assertThat(vm.read().path("spec").path("machine").asText()).isEqualTo("microvm");
        assertThat(vm.shell("ls /sys/class/net")).contains("eth0");
        DAEMON.api().get("vms/" + vm.id() + "/screenshot").isProblem(409, "no-display");
        for (String bus : List.of("virtio", "scsi")) {
            TestDisk disk = TestDisk.create(DAEMON.get(), 33 * MIB);
            disk.attach(vm, bus).ok();
            assertThat(disk.isPluggedInto(vm)).isTrue();
            String device = bus.equals("virtio") ? "vda" : "sda";
            Waiting.until(
                    SOON,
                    "the guest finds " + device,
                    () -> vm.shell("cat /proc/partitions").contains(device));
            // Its kernel takes five seconds to let go of a PCIe device, and more where it is slow.
            Answer _ = disk.detach();
            disk.waitForState("available", SOON);
            assertThat(disk.isPluggedInto(vm)).isFalse();
        }
        var _ = DAEMON.api().post("observer/actions/run", Map.of()).ok();
        assertThat(DAEMON.api().items("findings?state=open&vm=" + vm.id())).isEmpty();

        assertThat(vm.act("stop").ok().path("state").asText()).isEqualTo("stopped");
        assertThat(vm.consoleSinceStart()).contains("Power down");
    }

    @Test
    void isRestartedByItsGuest() {
        Vm vm = DAEMON.createGuest(Map.of("machine", "microvm")).started();
        vm.awaitAgent();
        long pid = vm.pid();

        vm.act("reset").ok();
        vm.awaitAgent();

        assertThat(vm.pid()).isEqualTo(pid);
        assertThat(vm.state()).isEqualTo("running");
    }
}
