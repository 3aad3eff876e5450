package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.CommandResult;
import dev.vman.host.HostFacts;
import dev.vman.inventory.StorageLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostProbeTest {
    private static final String LONG_MODE = "qemu-system-x86_64 -nodefaults";

    private final FakeCommands commands = new FakeCommands();

    @TempDir Path folder;

    @BeforeEach
    void installQemu() {
        commands.on(
                        "qemu-system-x86_64 --version",
                        FakeCommands.prints("QEMU emulator version 7.2.22 (Debian)"))
                .on(
                        "qemu-system-x86_64 -machine help",
                        FakeCommands.prints("pc-q35-7.2    Standard\npc-q35-7.1    Old"))
                .on("qemu-img --version", FakeCommands.prints("qemu-img version 7.2.22"));
    }

    @Test
    void tellsWhatIsInstalled() {
        HostCapabilities found = probe(AcceleratorChoice.TCG);

        assertThat(found.qemuVersion()).contains("7.2.22");
        assertThat(found.qemuImgVersion()).contains("7.2.22");
        assertThat(found.machineTypes()).containsExactly("pc-q35-7.2", "pc-q35-7.1");
        assertThat(found.defaultMachine()).isEqualTo("pc-q35-7.2");
        assertThat(found.accelerator()).isEqualTo("tcg");
        assertThat(found.dryRun()).isFalse();
    }

    @Test
    void saysThatQemuIsMissing() {
        HostCapabilities found =
                probe(
                        new FakeCommands(),
                        AcceleratorChoice.AUTO,
                        "boot-1",
                        OptionalInt.empty(),
                        kvm());

        assertThat(found.qemuVersion()).isEmpty();
        assertThat(found.machineTypes()).isEmpty();
        assertThat(found.acceleratorReason()).contains("not installed");
    }

    @Test
    void takesKvmThatRanAGuest() {
        commands.on(LONG_MODE, FakeCommands.fails(LongModeProbe.EXIT_CODE, ""));

        HostCapabilities found = probe(AcceleratorChoice.AUTO);

        assertThat(found.accelerator()).isEqualTo("kvm");
    }

    @Test
    void emulatesWhereAGuestUnderKvmHangs() {
        assertEmulates(FakeCommands.hangs(), "hung");
    }

    @Test
    void emulatesWhereAGuestUnderKvmEndsInAnyOtherWay() {
        assertEmulates(FakeCommands.prints(""), "exit code 0");
        assertEmulates(FakeCommands.fails(139, ""), "exit code 139");
        assertEmulates(
                FakeCommands.fails(1, "Could not access KVM kernel module: Permission denied\n"),
                "Permission denied");
    }

    @Test
    void emulatesWithoutTryingWhereThereIsNoKvm() {
        HostCapabilities found =
                probe(
                        commands,
                        AcceleratorChoice.AUTO,
                        "boot-1",
                        OptionalInt.empty(),
                        folder.resolve("none"));

        assertThat(found.accelerator()).isEqualTo("tcg");
        assertThat(commands.requests(LONG_MODE)).isEmpty();
    }

    @Test
    void obeysTheConfiguration() {
        assertThat(probe(AcceleratorChoice.KVM).accelerator()).isEqualTo("kvm");
        assertThat(probe(AcceleratorChoice.TCG).accelerator()).isEqualTo("tcg");
        assertThat(commands.requests(LONG_MODE)).isEmpty();
    }

    @Test
    void triesKvmOncePerBootOfTheHost() {
        commands.on(LONG_MODE, FakeCommands.fails(1, "no"));

        probe(commands, AcceleratorChoice.AUTO, "boot-1", OptionalInt.empty(), kvm());
        HostCapabilities again =
                probe(commands, AcceleratorChoice.AUTO, "boot-1", OptionalInt.empty(), kvm());
        assertThat(again.acceleratorReason()).contains("failed (no)");
        assertThat(commands.requests(LONG_MODE)).hasSize(1);

        probe(commands, AcceleratorChoice.AUTO, "boot-2", OptionalInt.empty(), kvm());
        assertThat(commands.requests(LONG_MODE)).hasSize(2);
    }

    @Test
    void triesKvmAgainWhereTheHostMayHaveBeenBusy() {
        commands.on(LONG_MODE, FakeCommands.hangs());

        assertThat(probe(AcceleratorChoice.AUTO).acceleratorReason()).contains("hung");
        assertThat(probe(AcceleratorChoice.AUTO).accelerator()).isEqualTo("tcg");

        assertThat(commands.requests(LONG_MODE)).hasSize(2);
    }

    @Test
    void doesNotBelieveTheVerdictOfAnOlderProbe() {
        commands.on(LONG_MODE, FakeCommands.hangs());
        int older = LongModeProbe.VERSION - 1;
        new AcceleratorRecord(storage().accelerator())
                .get(
                        new AcceleratorRecord.Key("boot-1", "7.2.22", Optional.empty(), older),
                        () -> Accelerator.kvm("It was believed to run guests."));

        assertThat(probe(AcceleratorChoice.AUTO).accelerator()).isEqualTo("tcg");
    }

    @Test
    void doesNotBelieveAVerdictWithoutAProbeVersion() throws IOException {
        commands.on(LONG_MODE, FakeCommands.hangs());
        Files.writeString(
                storage().accelerator(),
                "{\"key\": \"boot-1 7.2.22 -\", \"name\": \"kvm\", \"reason\": \"Believed.\"}");

        assertThat(probe(AcceleratorChoice.AUTO).accelerator()).isEqualTo("tcg");
    }

    @Test
    void asksKvmForTheWholeCpuModel() {
        commands.on(LONG_MODE, FakeCommands.hangs());

        probe(AcceleratorChoice.AUTO);

        assertThat(commands.requests(LONG_MODE).getFirst().command())
                .containsSequence("-cpu", HostProbe.CPU_MODEL + ",enforce")
                .contains("-no-reboot");
    }

    @Test
    void triesKvmAgainWhereTheRecordIsSpoilt() throws IOException {
        commands.on(LONG_MODE, FakeCommands.fails(LongModeProbe.EXIT_CODE, ""));
        for (String spoilt : new String[] {"", "{}", "null", "{\"key\":", "[1]"}) {
            Files.writeString(storage().accelerator(), spoilt);

            assertThat(probe(AcceleratorChoice.AUTO).accelerator()).isEqualTo("kvm");
        }
    }

    @Test
    void triesKvmAsTheUserThatVmsRunAs() {
        commands.on("stat", FakeCommands.prints("directory")).on(LONG_MODE, FakeCommands.hangs());

        HostCapabilities found =
                probe(commands, AcceleratorChoice.AUTO, "boot-1", OptionalInt.of(100_000), kvm());

        assertThat(found.userPerVm()).isTrue();
        assertThat(commands.requests(LONG_MODE).getFirst().uid()).contains(100_000);
    }

    @Test
    void saysWhichFolderKeepsVmsFromUsersOfTheirOwn() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        commands.on("stat", FakeCommands.fails(1, "stat: cannot statx: Permission denied"));

        HostCapabilities found =
                probe(commands, AcceleratorChoice.TCG, "boot-1", OptionalInt.of(100_000), kvm());

        assertThat(found.userPerVm()).isFalse();
        assertThat(found.userPerVmReason()).contains(folder + " is closed to other users");
    }

    @Test
    void runsNothingInADryRun() {
        ProbeSettings settings =
                new ProbeSettings(AcceleratorChoice.AUTO, true, OptionalInt.of(100_000));

        HostCapabilities found =
                new HostProbe(commands, facts("boot-1"), settings, storage(), kvm()).probe();

        assertThat(found.dryRun()).isTrue();
        assertThat(found.defaultMachine()).isEqualTo("pc-q35-7.2");
        assertThat(commands.requests("")).isEmpty();
        assertThat(storage().accelerator()).doesNotExist();
    }

    private void assertEmulates(CommandResult answer, String reason) {
        commands.on(LONG_MODE, answer);

        Optional<Integer> nobody = Optional.empty();
        Accelerator found =
                new AcceleratorProbe(
                                commands, HostProbe.QEMU, kvm(), nobody, AcceleratorProbe.DEADLINE)
                        .probe("pc-q35-7.2", "Westmere-v1");

        assertThat(found.name()).isEqualTo("tcg");
        assertThat(found.reason()).contains(reason);
    }

    private HostCapabilities probe(AcceleratorChoice choice) {
        return probe(commands, choice, "boot-1", OptionalInt.empty(), kvm());
    }

    private HostCapabilities probe(
            FakeCommands programs,
            AcceleratorChoice choice,
            String bootId,
            OptionalInt uid,
            Path kvm) {
        ProbeSettings settings = new ProbeSettings(choice, false, uid);
        return new HostProbe(programs, facts(bootId), settings, storage(), kvm).probe();
    }

    private StorageLayout storage() {
        return new StorageLayout(folder);
    }

    /** Something that exists. */
    private Path kvm() {
        return folder;
    }

    private static HostFacts facts(String bootId) {
        return new HostFacts("6.18", 2, 1L << 32, 0, bootId, false);
    }
}
