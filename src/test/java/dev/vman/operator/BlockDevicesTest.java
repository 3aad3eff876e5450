package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.operator.LiveDevices.PluggedDrive;
import dev.vman.operator.LiveDevices.Stall;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BlockDevicesTest {
    private static final UUID DISK = UUID.fromString("3f8f2c3e-1111-4000-8000-000000000001");
    private static final String NODE = DriveSpec.nodeName(DISK);
    private static final String DEVICE = DriveSpec.deviceId(DISK);

    @Test
    void knowsDisksOfBothBusesByTheirQdevPaths() throws Exception {
        JsonNode blocks =
                json(
                        """
                        [{"qdev": "/machine/peripheral/%1$s/virtio-backend",
                          "inserted": {"node-name": "n1", "image": {"virtual-size": 512}}},
                         {"qdev": "%1$s",
                          "inserted": {"node-name": "n2", "image": {"virtual-size": 1024}}},
                         {"qdev": "/machine/unattached/device[7]"},
                         {"device": "floppy0"}]
                        """
                                .formatted(DEVICE));

        assertThat(BlockDevices.drives(blocks))
                .containsExactly(
                        new PluggedDrive(DEVICE, "n1", 512), new PluggedDrive(DEVICE, "n2", 1024));
    }

    @Test
    void tellsWhichDisksCouldNotBeWrittenAndWhy() throws Exception {
        JsonNode blocks =
                json(
                        """
                        [{"qdev": "/machine/peripheral/%1$s/virtio-backend", "io-status": "nospace"},
                         {"qdev": "disk-2", "io-status": "failed"},
                         {"qdev": "disk-3", "io-status": "ok"},
                         {"device": "floppy0"}]
                        """
                                .formatted(DEVICE));

        assertThat(BlockDevices.stalls(blocks))
                .containsExactly(new Stall(DEVICE, true), new Stall("disk-2", false));
    }

    @Test
    void callsOnlyNodesOfOursUnused() throws Exception {
        UUID plugged = UUID.randomUUID();
        JsonNode nodes =
                json(
                        """
                        [{"node-name": "%s"}, {"node-name": "%s"}, {"node-name": "#block172"}]
                        """
                                .formatted(NODE, DriveSpec.nodeName(plugged)));
        List<PluggedDrive> drives =
                List.of(new PluggedDrive("any", DriveSpec.nodeName(plugged), 512));

        assertThat(BlockDevices.unusedNodes(nodes, drives)).containsExactly(NODE);
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void leavesOutTheSeedAndTheFirmwareAndNothingThatIsCalledSo() throws Exception {
        String answer =
                """
                [{"qdev": "seed0", "inserted": {"image": {"filename": "/s/vms/1/seed.img"}}},
                 {"qdev": "/machine/system.flash1", "inserted": {"image": {"filename": "/v"}}},
                 {"qdev": "seed0", "inserted": {"image": {"filename": "/etc/shadow"}}}]
                """;

        assertThat(BlockDevices.all(new ObjectMapper().readTree(answer)))
                .containsExactly(new LiveDevices.BlockDevice("seed0", "/etc/shadow"));
    }

    @Test
    void seesTheCdromDriveAndWhatLiesInIt() throws Exception {
        JsonNode drive =
                json(
                        """
                        [{"qdev": "disk-1", "inserted": {"image": {"filename": "/d"}}},
                         {"qdev": "cdrom0", "tray_open": true, "locked": true,
                          "inserted": {"image": {"filename": "/s/images/1.iso"}}}]
                        """);

        assertThat(BlockDevices.cdrom(drive))
                .contains(new CdromSight("/s/images/1.iso", true, true));
        assertThat(BlockDevices.cdrom(json("[{\"qdev\": \"cdrom0\"}]")))
                .contains(new CdromSight("", false, false));
        assertThat(BlockDevices.cdrom(json("[{\"qdev\": \"cdrom1\"}]"))).isEmpty();
    }
}
