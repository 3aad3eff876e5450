package dev.vman.network;

import static dev.vman.network.SampleNetworks.DB;
import static dev.vman.network.SampleNetworks.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.Failure;
import dev.vman.host.ExitWatcher;
import dev.vman.host.NetworkNamespace;
import dev.vman.host.ProcessTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeMakerTest {
    @TempDir Path folder;

    @Test
    void givesTapsTheirVlanBeforeTheyAreUp() throws IOException {
        RecordingCommands commands = new RecordingCommands("");

        make(commands, tap(WEB), tap(DB));

        assertThat(commands.lines())
                .containsExactly(
                        "ip add " + WEB.tap(),
                        "ip add " + DB.tap(),
                        "bridge vlan " + WEB.tap(),
                        "bridge vlan " + DB.tap(),
                        "ip up " + WEB.tap(),
                        "ip up " + DB.tap());
    }

    @Test
    void leavesATapDownThatGetsNoVlan() {
        RecordingCommands commands = new RecordingCommands("bridge");

        assertThatExceptionOfType(Failure.HostFailure.class)
                .isThrownBy(() -> make(commands, tap(WEB)));

        assertThat(commands.lines())
                .containsExactly("ip add " + WEB.tap(), "bridge vlan " + WEB.tap());
    }

    private static PlannedChange tap(Port port) {
        return new PlannedChange.ChangeTap(
                new NetworkChange(PlannedChange.ADD, "tap", port.tap(), ""),
                List.of("add " + port.tap()),
                List.of("vlan " + port.tap()),
                List.of("up " + port.tap()));
    }

    private void make(RecordingCommands commands, PlannedChange... changes) throws IOException {
        NetworkNamespace namespace = new NetworkNamespace(commands, Optional.empty());
        NetworkFolders folders = new NetworkFolders(folder);
        try (ExitWatcher exits = ExitWatcher.open();
                DhcpServers servers =
                        new DhcpServers(
                                ProcessTable.ofThisHost(),
                                new NoLauncher(),
                                exits,
                                Optional.empty(),
                                0)) {
            DhcpMaker dhcp =
                    new DhcpMaker(
                            Optional.empty(),
                            folders.of(SampleNetworks.ID),
                            servers,
                            new NetworkReader(namespace, servers));
            new ChangeMaker(namespace, folders, dhcp).make(List.of(changes));
        }
    }
}
