package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vman.inventory.BootDevice;
import dev.vman.inventory.DiskBus;
import dev.vman.inventory.DiskFormat;
import dev.vman.inventory.MacAddress;
import dev.vman.inventory.StorageLayout;
import dev.vman.operator.MachineSpec.NicSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class QemuCommandLineTest {
    private static final StorageLayout STORAGE = new StorageLayout(Path.of("/srv/vman"));
    private static final QemuCommandLine COMMAND_LINE =
            new QemuCommandLine("qemu-system-x86_64", "tcg");

    @Test
    void givesABareMachineItsPortsControllerAndSockets() throws IOException {
        golden("bare", COMMAND_LINE.of(Machines.bare(STORAGE)));
    }

    @Test
    void bootsAKernelWithItsCommandLineAsOneArgument() throws IOException {
        MachineSpec machine =
                Machines.with(
                        STORAGE,
                        Optional.of(Machines.kernel(STORAGE, "console=ttyS0 a,b -drive file=x")),
                        List.of(),
                        List.of(Machines.nic()));

        golden("kernel", COMMAND_LINE.of(machine));
    }

    @Test
    void putsEveryKindOfDiskOnItsSlot() throws IOException {
        List<DriveSpec> drives =
                List.of(
                        Machines.drive(STORAGE, 1, DiskFormat.QCOW2, DiskBus.VIRTIO, 0),
                        Machines.drive(STORAGE, 2, DiskFormat.RAW, DiskBus.VIRTIO, 11),
                        Machines.readOnly(
                                Machines.drive(STORAGE, 3, DiskFormat.RAW, DiskBus.VIRTIO, 5)),
                        Machines.drive(STORAGE, 4, DiskFormat.QCOW2, DiskBus.SCSI, 63));

        golden(
                "disks",
                COMMAND_LINE.of(Machines.with(STORAGE, Optional.empty(), drives, List.of())));
    }

    @Test
    void leadsEachNicToItsOwnEnd() throws IOException {
        MacAddress mac = MacAddress.of(Machines.ID);
        List<HostForward> forwards =
                List.of(
                        new HostForward(HostForward.Protocol.TCP, 2222, 22),
                        new HostForward(HostForward.Protocol.UDP, 5353, 53));
        List<NicSpec> nics =
                List.of(
                        new NicSpec.User(mac, forwards),
                        new NicSpec.Tap(NicPlace.fixed(1), mac, "vt0011223344"),
                        new NicSpec.User(NicPlace.fixed(2), mac, List.of()));

        golden("nics", COMMAND_LINE.of(Machines.with(STORAGE, Optional.empty(), List.of(), nics)));
    }

    @Test
    void bootsWithUefiAndTellsCloudInit() throws IOException {
        UefiFirmware uefi =
                new UefiFirmware(Path.of("/usr/share/code.fd"), Path.of("/usr/share/vars.fd"));
        GuestSeed seed = new GuestSeed(Machines.ID, "web", List.of(), Optional.empty(), List.of());
        MachineSpec bare = Machines.bare(STORAGE);

        MachineSpec machine =
                new MachineSpec(
                        bare.id(),
                        bare.folder(),
                        1,
                        64,
                        bare.machine(),
                        bare.cpuModel(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Optional.of(seed),
                        Optional.of(uefi),
                        Optional.empty());

        golden("uefi-and-seed", COMMAND_LINE.of(machine));
    }

    @Test
    void triesTheRootDiskBeforeWhatLiesInTheCdromDrive() throws IOException {
        DriveSpec root = Machines.drive(STORAGE, 1, DiskFormat.QCOW2, DiskBus.VIRTIO, 0);
        DriveSpec data = Machines.drive(STORAGE, 2, DiskFormat.QCOW2, DiskBus.SCSI, 31);
        CdromSpec cdrom =
                new CdromSpec(
                        Optional.of(Machines.medium(STORAGE)),
                        BootDevice.DISK,
                        Optional.of(root.disk()));

        golden("cdrom", COMMAND_LINE.of(with(cdrom, root, data)));
    }

    @Test
    void triesAnEmptyCdromDriveFirstWhereThatIsWanted() throws IOException {
        CdromSpec empty = new CdromSpec(Optional.empty(), BootDevice.CDROM, Optional.empty());

        golden("cdrom-first", COMMAND_LINE.of(with(empty)));
    }

    private static MachineSpec with(CdromSpec cdrom, DriveSpec... drives) {
        MachineSpec bare = Machines.bare(STORAGE);
        return new MachineSpec(
                bare.id(),
                bare.folder(),
                1,
                64,
                bare.machine(),
                bare.cpuModel(),
                Optional.empty(),
                List.of(drives),
                List.of(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(cdrom));
    }

    @Test
    void leavesAMicrovmItsBusAndNoScreen() throws IOException {
        MachineSpec bare = Machines.bare(STORAGE);
        MachineSpec machine =
                new MachineSpec(
                        bare.id(),
                        bare.folder(),
                        1,
                        64,
                        Chipset.MICROVM_TYPE,
                        bare.cpuModel(),
                        Optional.of(Machines.kernel(STORAGE, "console=ttyS0")),
                        List.of(Machines.drive(STORAGE, 1, DiskFormat.RAW, DiskBus.VIRTIO, 0)),
                        List.of(Machines.nic()),
                        OptionalInt.empty());

        golden(
                "microvm",
                new QemuCommandLine("qemu-system-x86_64", "tcg", OptionalInt.of(2_700_000))
                        .of(machine));
    }

    @Test
    void refusesATapWhoseNameIsNone() {
        MacAddress mac = MacAddress.of(Machines.ID);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NicSpec.Tap(mac, "tap0,script=x"));
        assertThatIllegalArgumentException().isThrownBy(() -> new NicSpec.Tap(mac, "../tap0"));
    }

    @Test
    void doublesTheCommasOfAStoragePathWhereTheyWouldEndAValue() throws IOException {
        StorageLayout strange = new StorageLayout(Path.of("/srv/a,snapshot=on \"quoted\" ü"));
        List<DriveSpec> drives =
                List.of(Machines.drive(strange, 1, DiskFormat.QCOW2, DiskBus.VIRTIO, 0));

        golden(
                "strange-path",
                COMMAND_LINE.of(Machines.with(strange, Optional.empty(), drives, List.of())));
    }

    @Test
    void namesTheAccelerator() {
        List<String> arguments = new QemuCommandLine("qemu", "kvm").of(Machines.bare(STORAGE));

        assertThat(arguments.get(arguments.indexOf("-machine") + 1))
                .startsWith("pc-q35-7.2,accel=kvm,");
    }

    @Test
    void takesAShorterFolderForSocketsAndKeepsTheStoragePath() {
        List<String> arguments = COMMAND_LINE.of(Machines.bare(STORAGE), Path.of("/run/v/1"));

        assertThat(arguments)
                .contains("socket,id=qmp,path=/run/v/1/qmp.sock,server=on,wait=off")
                .anyMatch(argument -> argument.contains("logfile=/srv/vman/vms/"));
    }

    @Test
    void isTheSameEveryTime() {
        MachineSpec machine =
                Machines.with(STORAGE, Optional.empty(), List.of(), List.of(Machines.nic()));

        assertThat(COMMAND_LINE.of(machine)).isEqualTo(COMMAND_LINE.of(machine));
    }

    @Test
    void refusesAMachineTypeThatWouldAddAnOption() {
        MachineSpec bare = Machines.bare(STORAGE);
        MachineSpec injected =
                new MachineSpec(
                        bare.id(),
                        bare.folder(),
                        1,
                        64,
                        "pc-q35-7.2,dumpdtb=/etc/passwd",
                        bare.cpuModel(),
                        bare.boot(),
                        bare.drives(),
                        bare.nics(),
                        OptionalInt.empty());

        assertThatIllegalArgumentException().isThrownBy(() -> COMMAND_LINE.of(injected));
    }

    @Test
    void refusesASlotThatNoMachineHas() {
        DriveSpec thirteenth =
                Machines.drive(STORAGE, 1, DiskFormat.RAW, DiskBus.VIRTIO, DriveSpec.VIRTIO_SLOTS);
        MachineSpec machine =
                Machines.with(STORAGE, Optional.empty(), List.of(thirteenth), List.of());

        assertThatIllegalArgumentException().isThrownBy(() -> COMMAND_LINE.of(machine));
    }

    @Test
    void putsANicThatWasAddedLaterOnItsPort() {
        NicPlace place = new NicPlace(3, Optional.of(11));
        NicSpec nic = new NicSpec.Tap(place, MacAddress.of(Machines.ID), "vt0011223344");

        List<String> command =
                COMMAND_LINE.of(Machines.with(STORAGE, Optional.empty(), List.of(), List.of(nic)));

        assertThat(command.getLast())
                .contains(
                        "\"id\":\"nic3\"",
                        "\"bus\":\"rp11\"",
                        "\"addr\":\"0x0\"",
                        "\"netdev\":\"net3\"");
    }

    @Test
    void refusesMoreNicsAndPortsThanThereAre() {
        assertThatIllegalArgumentException().isThrownBy(() -> NicPlace.fixed(8));
        assertThatIllegalArgumentException().isThrownBy(() -> NicPlace.fixed(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new NicPlace(0, Optional.of(12)));
    }

    private static void golden(String name, List<String> arguments) throws IOException {
        new GoldenFile(name).assertMatches(arguments);
    }
}
