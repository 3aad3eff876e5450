package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Presence;
import dev.vman.inventory.ImageKind;
import dev.vman.observer.WorldReading.VmRow;
import dev.vman.operator.LiveDevices.BlockDevice;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CdromComparisonTest {
    private static final UUID IMAGE = UUID.randomUUID();
    private static final String FILE = World.LAYOUT.image(IMAGE, ImageKind.ISO).toString();
    private final World world = new World();
    private final VmRow vm = world.runningVm(7);

    private void seen(BlockDevice... devices) {
        world.devices.put(vm.id(), new Presence.Present<>(List.of(devices)));
    }

    private static BlockDevice drive(String file) {
        return new BlockDevice("cdrom0", file);
    }

    private Difference found() {
        assertThat(world.compared().differences()).hasSize(1);
        Difference found = world.only();
        assertThat(found.kind()).isEqualTo(FindingKind.DISK_STATE_MISMATCH);
        assertThat(found.subject().id()).isEqualTo(vm.id());
        return found;
    }

    @Test
    void isContentWithTheDriveThatIsOnRecord() {
        world.withCdrom(vm, IMAGE);
        seen(drive(FILE));
        assertThat(world.compared().differences()).isEmpty();

        world.vms.clear();
        world.withCdrom(vm, null);
        seen(drive(""));
        assertThat(world.compared().differences()).isEmpty();
    }

    @Test
    void findsADriveThatIsNotThere() {
        world.withCdrom(vm, IMAGE);

        assertThat(found().evidence())
                .containsEntry("plugged", false)
                .containsEntry("path", "")
                .containsEntry("seen", "no CD-ROM drive");
    }

    @Test
    void findsADriveThatNobodyRecorded() {
        seen(drive(""));

        assertThat(found().evidence())
                .containsEntry("recorded", "no CD-ROM drive")
                .containsEntry("seen", "an empty CD-ROM drive");
    }

    @Test
    void findsAnotherMediumThanTheRecordedOne() {
        world.withCdrom(vm, IMAGE);
        seen(drive("/tmp/other.iso"));

        assertThat(found().evidence())
                .containsEntry("path", "/tmp/other.iso")
                .hasEntrySatisfying("recorded", said -> assertThat(said).asString().contains(FILE));
    }
}
