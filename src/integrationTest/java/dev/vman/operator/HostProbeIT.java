package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vman.host.Commands;
import dev.vman.host.HostFacts;
import dev.vman.inventory.StorageLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
@Timeout(60)
class HostProbeIT {
    private static final OptionalInt UNPRIVILEGED = OptionalInt.of(165_536);

    @TempDir Path folder;

    @BeforeAll
    static void needsQemu() {
        QemuPrograms.assumeInstalled();
    }

    @Test
    void readsWhatRealProgramsSay() throws IOException {
        HostCapabilities found = probe(OptionalInt.empty());

        assertThat(found.qemuVersion().orElseThrow()).matches("\\d+\\.\\d+.*");
        assertThat(found.qemuImgVersion()).isEqualTo(found.qemuVersion());
        assertThat(found.defaultMachine()).startsWith("pc-q35-");
        assertThat(found.machineTypes()).hasSizeGreaterThan(1).startsWith(found.defaultMachine());
    }

    @Test
    void givesVmsUsersOfTheirOwnOnlyWhereThosePassThrough() throws IOException {
        assumeThat(HostFacts.read().root()).as("only root can run VMs as other users").isTrue();

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        assertThat(probe(UNPRIVILEGED).userPerVm()).isTrue();

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertThat(probe(UNPRIVILEGED).userPerVm()).isFalse();
        assertThat(probe(UNPRIVILEGED).userPerVmReason()).contains(folder.toString());
    }

    private HostCapabilities probe(OptionalInt firstUid) throws IOException {
        ProbeSettings settings = new ProbeSettings(AcceleratorChoice.TCG, false, firstUid);
        return new HostProbe(
                        Commands.ofThisHost(),
                        HostFacts.read(),
                        settings,
                        new StorageLayout(folder))
                .probe();
    }
}
