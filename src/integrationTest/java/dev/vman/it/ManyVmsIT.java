package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(120)
class ManyVmsIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();
    private static final int MANY = 10;

    @Test
    void startRunStopAndLeaveNothing() throws Exception {
        List<Vm> vms =
                AtOnce.run(
                        MANY, _ -> DAEMON.create(Map.of("diskSizeBytes", 1 << 20, "start", true)));

        assertThat(vms).extracting(Vm::state).containsOnly("running");
        assertThat(vms).extracting(vm -> vm.process().pid()).doesNotHaveDuplicates();
        assertThat(DAEMON.get().qemus().all()).hasSize(MANY);

        List<Integer> stopped = AtOnce.run(MANY, index -> vms.get(index).stopByForce().status());

        assertThat(stopped).containsOnly(200);
        assertThat(vms).extracting(Vm::state).containsOnly("stopped");
        assertThat(DAEMON.get().qemus().all()).isEmpty();
        assertThat(vms)
                .allSatisfy(vm -> assertThat(vm.run()).isDirectoryNotContaining("glob:**.sock"));

        List<Integer> deleted = AtOnce.run(MANY, index -> vms.get(index).delete().status());

        assertThat(deleted).containsOnly(204);
        assertThat(DAEMON.get().storage().resolve("vms")).isEmptyDirectory();
        assertThat(DAEMON.get().storage().resolve("disks")).isEmptyDirectory();
    }
}
