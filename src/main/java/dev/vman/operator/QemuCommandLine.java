package dev.vman.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The command that runs a machine: a pure function, held by golden files. The words of users never
 * appear in it, but for a kernel's own command line, which is one whole argument.
 *
 * <p>Device ids, PCI addresses and names stay as they are for ever: a change here changes the
 * hardware under every guest, and breaks those who read it back from a live QEMU.
 *
 * @param binary the QEMU program
 * @param accelerator {@code kvm} or {@code tcg}
 * @param clockKhz how fast the host's time stamp counter counts
 */
public record QemuCommandLine(String binary, String accelerator, OptionalInt clockKhz) {
    private static final String SANDBOX =
            "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";
    private static final String BOOT_INDEX = "bootindex";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    public QemuCommandLine {
        token(accelerator);
    }

    /** On a host whose counter is not known. */
    public QemuCommandLine(String binary, String accelerator) {
        this(binary, accelerator, OptionalInt.empty());
    }

    /** The command, with its sockets in the machine's run folder. */
    public List<String> of(MachineSpec machine) {
        return of(machine, machine.folder().run());
    }

    /**
     * The command.
     *
     * @param sockets a shorter path of the run folder, where the machine's own is too long for a
     *     socket's name
     */
    public List<String> of(MachineSpec machine, Path sockets) {
        QemuArguments arguments = new QemuArguments(binary);
        identity(arguments, machine);
        machine.uefi()
                .ifPresent(uefi -> {
                    arguments.json("-blockdev", FirmwareJson.code(uefi));
                    arguments.json(
                            "-blockdev", FirmwareJson.variables(machine.folder().uefiVariables()));
                });
        hardware(arguments, machine);
        channels(arguments, machine, sockets);
        devices(arguments, machine);
        boot(arguments, machine);
        return arguments.list();
    }

    private static void identity(QemuArguments arguments, MachineSpec machine) {
        arguments
                .option("-name", "guest=" + machine.id() + ",debug-threads=on")
                .option("-uuid", machine.id().toString())
                .flag("-S")
                .flag("-nodefaults")
                .flag("-no-user-config")
                .option("-display", "none")
                .option("-sandbox", SANDBOX);
    }

    private void hardware(QemuArguments arguments, MachineSpec machine) {
        arguments
                .option("-machine", machine(machine))
                .option("-cpu", token(machine.cpuModel()))
                .option("-smp", "cpus=" + machine.cpus())
                .option("-m", "size=" + machine.memoryMib() + "M");
        if (machine.chipset().isPc()) {
            // Nobody could wake a guest that put itself to sleep.
            arguments
                    .option("-global", "ICH9-LPC.disable_s3=1")
                    .option("-global", "ICH9-LPC.disable_s4=1");
        }
    }

    private String machine(MachineSpec machine) {
        String firmware = machine.uefi().isPresent() ? FirmwareJson.MACHINE : "";
        return token(machine.machine())
                + ",accel="
                + accelerator
                + machine.chipset().options()
                + firmware;
    }

    private static void channels(QemuArguments arguments, MachineSpec machine, Path sockets) {
        var folder = machine.folder();
        arguments
                .socket("qmp", sockets.resolve(folder.qmpSocket().getFileName()))
                .option("-mon", "chardev=qmp,mode=control")
                .socket("qmp-spare", sockets.resolve(folder.spareSocket().getFileName()))
                .option("-mon", "chardev=qmp-spare,mode=control")
                .loggedSocket(
                        "serial0",
                        sockets.resolve(folder.serialSocket().getFileName()),
                        folder.consoleLog())
                .json("-device", DeviceJson.serial("serial0"));
        if (machine.chipset().isPc()) {
            arguments
                    .display(sockets.resolve(folder.vncSocket().getFileName()))
                    .json("-device", DeviceJson.display());
        }
        guestChannels(arguments, machine, sockets);
    }

    /** What the guest's agent is asked through, and what files' bytes go over. */
    private static void guestChannels(QemuArguments arguments, MachineSpec machine, Path sockets) {
        var folder = machine.folder();
        arguments
                .json("-device", DeviceJson.channels())
                .socket("agent", sockets.resolve(folder.agentSocket().getFileName()))
                .json("-device", DeviceJson.channel("agent", "org.qemu.guest_agent.0", 1))
                .socket("files", sockets.resolve(folder.filesSocket().getFileName()))
                .json("-device", DeviceJson.channel("files", "dev.vman.files.0", 2));
    }

    private static void devices(QemuArguments arguments, MachineSpec machine) {
        for (int slot = 0; slot < DriveSpec.VIRTIO_SLOTS; slot++) {
            arguments.json("-device", DeviceJson.rootPort(slot));
        }
        arguments
                .json("-device", DeviceJson.scsiController())
                .json("-object", DeviceJson.randomSource())
                .json("-device", DeviceJson.random());
        for (DriveSpec drive : machine.drives()) {
            arguments
                    .json("-blockdev", DriveJson.blockdev(drive))
                    .json("-device", device(drive, machine));
        }
        machine.cdrom().ifPresent(cdrom -> cdrom(arguments, cdrom));
        machine.seed()
                .ifPresent(_ ->
                        arguments
                                .json("-blockdev", DriveJson.seedBlockdev(machine.folder().seed()))
                                .json("-device", DriveJson.seedDevice()));
        for (MachineSpec.NicSpec nic : machine.nics()) {
            arguments.json("-netdev", DeviceJson.netdev(nic)).json("-device", DeviceJson.nic(nic));
        }
    }

    /** Without a CD-ROM drive there is no order: the firmware tries what there is. */
    private static ObjectNode device(DriveSpec drive, MachineSpec machine) {
        ObjectNode device = DriveJson.device(drive);
        machine.cdrom()
                .ifPresent(cdrom ->
                        cdrom.bootIndexOf(drive.disk())
                                .ifPresent(index -> device.put(BOOT_INDEX, index)));
        return device;
    }

    private static void cdrom(QemuArguments arguments, CdromSpec cdrom) {
        cdrom.medium().ifPresent(medium -> arguments.json("-blockdev", CdromJson.blockdev(medium)));
        ObjectNode device = CdromJson.device(cdrom.medium().orElse(null));
        arguments.json("-device", device.put(BOOT_INDEX, cdrom.bootIndex()));
    }

    private void boot(QemuArguments arguments, MachineSpec machine) {
        machine.boot()
                .ifPresent(boot -> {
                    arguments.option("-kernel", boot.kernel().toString());
                    boot.initrd()
                            .ifPresent(initrd -> arguments.option("-initrd", initrd.toString()));
                    kernelCommandLine(machine, boot.cmdline())
                            .ifPresent(cmdline -> arguments.option("-append", cmdline));
                });
    }

    /**
     * A kernel does not take over the hot-plug of a microvm's ports by itself, though the machine
     * offers it; and an emulated one has no timer to measure its CPU's clock by, and hangs over
     * that. So it is told. What the user says comes later, and wins.
     */
    private Optional<String> kernelCommandLine(MachineSpec machine, Optional<String> own) {
        if (machine.chipset().isPc()) {
            return own;
        }
        List<String> words = new ArrayList<>(List.of("pcie_ports=native"));
        if (accelerator.equals("tcg") && clockKhz.isPresent()) {
            words.add("tsc_early_khz=" + clockKhz.getAsInt());
        }
        own.ifPresent(words::add);
        return Optional.of(String.join(" ", words));
    }

    /** The last line of defence: these are checked against the host's own lists long before. */
    private static String token(String text) {
        if (!TOKEN.matcher(text).matches()) {
            throw new IllegalArgumentException("no word for a command line: " + text);
        }
        return text;
    }
}
