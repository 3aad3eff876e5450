package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("integration")
@Timeout(240)
class DiskHotplugIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long MIB = 1L << 20;
    private static @org.jspecify.annotations.Nullable Vm guest;

    @ParameterizedTest
    @ValueSource(strings = {"virtio", "scsi"})
    void servesARunningGuestAndLeavesItAlone(String bus) throws IOException {
        Vm vm = guest();
        GuestConsole console = GuestConsole.of(vm);
        double uptime = console.uptime();
        TestDisk disk = TestDisk.create(DAEMON.get(), 33 * MIB);
        assertThat(disk.usedBytes()).as("of an empty disk").isBetween(1L, MIB);

        disk.attach(vm, bus).ok();

        assertThat(disk.read().path("state").asText()).isEqualTo("attached");
        assertThat(disk.read().path("vm").asText()).isEqualTo(vm.id().toString());
        assertThat(disk.isPluggedInto(vm)).isTrue();
        String device = deviceOf(console, 33 * MIB);
        assertThat(device).startsWith(bus.equals("virtio") ? "vd" : "sd");
        assertThat(console.run("echo kept > /dev/" + device + "; sync; head -c 4 /dev/" + device))
                .isEqualTo("kept");
        String more = "dd if=/dev/urandom of=/dev/" + device + " bs=64k seek=16 count=64";
        assertThat(console.run(more + " conv=fsync 2>/dev/null && echo written"))
                .isEqualTo("written");
        assertThat(disk.usedBytes()).as("of one with 4 MiB of noise").isBetween(4 * MIB, 6 * MIB);

        disk.grow(49 * MIB).ok();

        assertThat(disk.read().path("sizeBytes").asLong()).isEqualTo(49 * MIB);
        assertThat(deviceOf(console, 49 * MIB)).isEqualTo(device);

        disk.detach().ok();

        assertThat(disk.read().path("state").asText()).isEqualTo("available");
        assertThat(disk.isPluggedInto(vm)).isFalse();
        assertThat(vm.ask("query-named-block-nodes").toString()).doesNotContain(disk.node());
        assertGone(console, device);
        assertThat(console.uptime()).isGreaterThan(uptime);

        disk.attach(vm, bus).ok();
        String again = deviceOf(console, 49 * MIB);
        assertThat(console.run("head -c 4 /dev/" + again)).isEqualTo("kept");
        disk.detach().ok();
    }

    @Test
    void isNoWayToWriteWhereItIsReadOnly() throws IOException {
        Vm vm = guest();
        GuestConsole console = GuestConsole.of(vm);
        TestDisk disk = TestDisk.create(DAEMON.get(), 21 * MIB);

        disk.act("attach", Map.of("vm", vm.name(), "readOnly", true)).ok();

        String device = deviceOf(console, 21 * MIB);
        assertThat(console.run("echo x > /dev/" + device + " && echo written"))
                .endsWith("not permitted");
        disk.detach().ok();
    }

    @Test
    void growsARawDiskUnderItsGuest() throws IOException {
        Vm vm = guest();
        GuestConsole console = GuestConsole.of(vm);
        TestDisk disk =
                TestDisk.create(DAEMON.get(), Map.of("sizeBytes", 23 * MIB, "format", "raw"));
        disk.attach(vm, "scsi").ok();
        String device = deviceOf(console, 23 * MIB);

        disk.grow(25 * MIB).ok();

        assertThat(deviceOf(console, 25 * MIB)).isEqualTo(device);
        disk.grow(24 * MIB).is(422);
        disk.detach().ok();
        disk.grow(27 * MIB).ok();
        assertThat(DAEMON.get().storage().resolve("disks").resolve(disk.id() + ".raw"))
                .hasSize(27 * MIB);
    }

    @Test
    void isToldHonestlyWhenTheGuestDoesNotReleaseIt() {
        Vm vm = guest();
        GuestConsole _ = GuestConsole.of(vm);
        TestDisk disk = TestDisk.create(DAEMON.get(), 4 * MIB);
        disk.attach(vm, "virtio").ok();
        vm.act("pause").ok();

        disk.detach().isProblem(504, "guest-did-not-release").isToBeRepeated();

        assertThat(disk.read().path("state").asText()).isEqualTo("attached");
        assertThat(disk.read().path("detachPending").asBoolean()).isTrue();
        assertThat(disk.isPluggedInto(vm)).isTrue();
        disk.delete().isProblem(409, "disk-in-use");

        vm.act("resume").ok();

        disk.waitForState("available", SOON);
        assertThat(disk.read().path("detachPending").asBoolean()).isFalse();
        assertThat(disk.isPluggedInto(vm)).isFalse();
    }

    @Test
    void isPulledOutByForceFromAGuestThatDoesNotReact() {
        Vm vm = DAEMON.createBare().started();
        TestDisk disk = TestDisk.create(DAEMON.get(), MIB);
        disk.attach(vm, "virtio").ok();

        disk.detachByForce().ok();

        assertThat(disk.read().path("state").asText()).isEqualTo("available");
        assertThat(disk.isPluggedInto(vm)).isFalse();
        assertThat(vm.state()).isEqualTo("running");
    }

    @Test
    void isRefusedWhenAllSlotsOfItsBusAreTaken() {
        Vm vm = DAEMON.createBare().started();
        for (int slot = 0; slot < 12; slot++) {
            TestDisk.create(DAEMON.get(), MIB).attach(vm, "virtio").ok();
        }
        TestDisk disk = TestDisk.create(DAEMON.get(), MIB);

        disk.attach(vm, "virtio").isProblem(409, "no-free-slot");

        assertThat(disk.read().path("state").asText()).isEqualTo("available");
        disk.attach(vm, "scsi").ok();
        assertThat(disk.isPluggedInto(vm)).isTrue();
    }

    @Test
    void waitsForTheNextStartOfAStoppedVm() {
        Vm vm = DAEMON.createBare();
        TestDisk virtio = TestDisk.create(DAEMON.get(), MIB);
        TestDisk scsi = TestDisk.create(DAEMON.get(), MIB);

        virtio.attach(vm, "virtio").ok();
        scsi.attach(vm, "scsi").ok();
        Vm _ = vm.started();

        assertThat(virtio.isPluggedInto(vm)).isTrue();
        assertThat(scsi.isPluggedInto(vm)).isTrue();
        scsi.detach().ok();
        assertThat(scsi.isPluggedInto(vm)).isFalse();
    }

    /** One guest for all that leaves it as it was. */
    private static Vm guest() {
        if (guest == null) {
            guest = DAEMON.keep(DAEMON.createGuest()).started();
        }
        return guest;
    }

    /** The guest hears of what QEMU has removed a moment later. */
    private static void assertGone(GuestConsole console, String device) throws IOException {
        String find = "grep -w " + device + " /proc/partitions";
        String await =
                "for i in 1 2 3 4 5 6 7 8 9; do " + find + " >/dev/null || break; sleep 1; done; ";
        assertThat(console.run(await + find + " || echo none")).isEqualTo("none");
    }

    /** The name of the disk with this size in the guest, once it is there. */
    private static String deviceOf(GuestConsole console, long bytes) throws IOException {
        String size = Long.toString(bytes >> 10);
        String find =
                "for i in 1 2 3 4 5 6 7 8 9; do grep -w "
                        + size
                        + " /proc/partitions && break; sleep 1; done";
        String[] words = console.run(find).strip().split("\\s+");
        assertThat(words).as("the line of /proc/partitions").hasSize(4);
        return words[3];
    }
}
