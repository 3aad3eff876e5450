package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** VMs and disks that begin as an image. */
@Tag("integration")
@Timeout(400)
class OverlayIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();

    /** For a minute at most. */
    private static final String AWAIT_DISK =
            "i=0; while [ ! -b /dev/vda ] && [ $i -lt 6000 ]; do i=$((i+1)); usleep 10000; done; ";

    @Test
    void aGuestReadsItsImageAndWritesBesideIt() throws IOException {
        TestImage image = TestImage.create(DAEMON.get(), 2);
        byte[] before = image.content();
        Vm one = DAEMON.createGuest(Map.of("image", image.id().toString(), "start", true));
        Vm two =
                DAEMON.createGuest(
                        Map.of("image", image.id().toString(), "diskSizeBytes", 16L << 20));

        GuestConsole guest = GuestConsole.of(one);
        assertThat(guest.run("head -c 9 /dev/vda")).endsWith("VMAN-BASE");
        assertThat(guest.run("cat /sys/block/vda/size")).endsWith("8192");
        String _ =
                guest.run(
                        "echo MINE-NOW! | dd of=/dev/vda conv=notrunc 2>/dev/null; sync;"
                                + " dd if=/dev/urandom of=/dev/vda bs=64k seek=1 count=40 2>/dev/null;"
                                + " sync");
        assertThat(guest.run("head -c 9 /dev/vda")).endsWith("MINE-NOW!");
        GuestConsole other = GuestConsole.of(two.started());

        assertThat(other.run("head -c 9 /dev/vda")).endsWith("VMAN-BASE");
        assertThat(other.run("cat /sys/block/vda/size")).endsWith("32768");
        assertThat(image.content()).isEqualTo(before);
        assertThat(DAEMON.api().delete("images/" + image.id()).status()).isEqualTo(409);
        assertThat(findings()).isEmpty();
    }

    @Test
    void aDiskOfAnImageIsPluggedIntoALiveGuestAndOutAgain() throws IOException {
        TestImage image = TestImage.create(DAEMON.get(), 2);
        Vm vm = DAEMON.createGuest(Map.of("start", true));
        GuestConsole guest = GuestConsole.of(vm);
        TestDisk disk = TestDisk.create(DAEMON.get(), Map.of("image", image.id().toString()));

        disk.attach(vm, "virtio").ok();

        assertThat(guest.run(AWAIT_DISK + "head -c 9 /dev/vda")).endsWith("VMAN-BASE");
        assertThat(findings()).isEmpty();
        disk.detach().ok();
        disk.grow(16L << 20).ok();
        disk.delete().is(204);
        assertThat(DAEMON.api().delete("images/" + image.id()).status()).isEqualTo(204);
        assertThat(image.file()).doesNotExist();
    }

    @Test
    void aStartWithoutItsImageSaysSo() throws IOException {
        TestImage image = TestImage.create(DAEMON.get(), 1);
        Vm vm = DAEMON.create(Map.of("image", image.id().toString()));
        Path away = image.file().resolveSibling("work").resolveSibling("away");
        Files.move(image.file(), away);
        try {
            Answer refused = vm.act("start");

            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text()).contains(image.id().toString());
        } finally {
            Files.move(away, image.file());
        }
        vm.act("start").ok();
    }

    /** What a deep pass opens of disks. */
    private static List<String> findings() {
        var _ = DAEMON.api().post("observer/actions/run?deep=true", Map.of()).ok();
        return DAEMON.api()
                .items("findings?limit=1000&state=open")
                .map(found -> found.toString())
                .filter(found -> found.contains("disk"))
                .toList();
    }
}
