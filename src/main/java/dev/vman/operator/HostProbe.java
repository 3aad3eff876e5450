package dev.vman.operator;

import dev.vman.host.CommandRequest;
import dev.vman.host.CommandResult;
import dev.vman.host.Commands;
import dev.vman.host.HostFacts;
import dev.vman.inventory.StorageLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Gathers what QEMU can do on this host. Takes some 100 ms, and up to 2 s more at the first start
 * after a boot of the host where KVM is to be proven; gather once and keep the result. Never
 * throws: what is missing is missing in the answer.
 */
public final class HostProbe {
    /** The program that runs machines. */
    public static final String QEMU = "qemu-system-x86_64";

    /**
     * The CPU of every new machine: old enough for any host, and the same under KVM and emulation.
     */
    static final String CPU_MODEL = "Westmere-v1";

    /** What machines get where no QEMU is there to be asked. */
    static final String ASSUMED_MACHINE = "pc-q35-7.2";

    /** QEMU's q35 takes 288, but more than these only with a kernel irqchip and an IOMMU. */
    static final int MOST_CPUS = 255;

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Path KVM = Path.of("/dev/kvm");

    private final Commands commands;
    private final HostFacts host;
    private final ProbeSettings settings;
    private final StorageLayout storage;
    private final Path kvmDevice;

    public HostProbe(
            Commands commands, HostFacts host, ProbeSettings settings, StorageLayout storage) {
        this(commands, host, settings, storage, KVM);
    }

    HostProbe(
            Commands commands,
            HostFacts host,
            ProbeSettings settings,
            StorageLayout storage,
            Path kvmDevice) {
        this.commands = commands;
        this.host = host;
        this.settings = settings;
        this.storage = storage;
        this.kvmDevice = kvmDevice;
    }

    /** Gathers it. In a dry run no program is run, and the answer is the same on every host. */
    public HostCapabilities probe() {
        return settings.dryRun() ? dryRun() : probeForReal();
    }

    private static HostCapabilities dryRun() {
        return new HostCapabilities(
                Optional.empty(),
                Optional.empty(),
                List.of(ASSUMED_MACHINE, Chipset.MICROVM_TYPE),
                ASSUMED_MACHINE,
                MOST_CPUS,
                "tcg",
                "Dry run: nothing is started.",
                CPU_MODEL,
                true,
                false,
                "Dry run: nothing is started.");
    }

    private HostCapabilities probeForReal() {
        Optional<String> version = QemuHelp.version(output(QEMU, "--version"));
        List<String> machines = QemuHelp.machineTypes(output(QEMU, "-machine", "help"));
        String machine =
                machines.stream()
                        .filter(type -> Chipset.of(type) == Chipset.Q35)
                        .findFirst()
                        .orElse(ASSUMED_MACHINE);
        UserPerVmProbe.Verdict users = users();
        Accelerator accelerator =
                version.map(known -> accelerator(known, machine, users.possible()))
                        .orElseGet(() ->
                                Accelerator.tcg("QEMU (" + QEMU + ") is not installed here."));
        return new HostCapabilities(
                version,
                QemuHelp.version(output(QemuImg.PROGRAM, "--version")),
                machines,
                machine,
                MOST_CPUS,
                accelerator.name(),
                accelerator.reason(),
                CPU_MODEL,
                false,
                users.possible(),
                users.reason());
    }

    private UserPerVmProbe.Verdict users() {
        return new UserPerVmProbe(commands, host.root(), settings.firstUid(), storage.root())
                .probe();
    }

    private Accelerator accelerator(String version, String machine, boolean userPerVm) {
        return switch (settings.accelerator()) {
            case KVM -> Accelerator.kvm("The configuration asks for KVM.");
            case TCG -> Accelerator.tcg("The configuration asks for emulation.");
            case AUTO -> proven(version, machine, userPerVm);
        };
    }

    private Accelerator proven(String version, String machine, boolean userPerVm) {
        Optional<Integer> uid =
                userPerVm ? settings.firstUid().stream().boxed().findFirst() : Optional.empty();
        AcceleratorProbe probe =
                new AcceleratorProbe(commands, QEMU, kvmDevice, uid, AcceleratorProbe.DEADLINE);
        return new AcceleratorRecord(storage.accelerator())
                .get(
                        new AcceleratorRecord.Key(
                                host.bootId(), version, uid, LongModeProbe.VERSION),
                        () -> probe.probe(machine, CPU_MODEL));
    }

    private String output(String... command) {
        CommandResult result = commands.run(CommandRequest.of(DEADLINE, command));
        return result.succeeded() ? result.stdout() : "";
    }
}
