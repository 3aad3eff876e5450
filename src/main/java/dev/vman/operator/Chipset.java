package dev.vman.operator;

import org.jspecify.annotations.Nullable;

/** What a machine is built around; its type says it. Both have a PCIe bus for the same devices. */
public enum Chipset {
    /** A PC. Its types have versions, and stay as they are for ever. */
    Q35(",usb=off,vmport=off,smm=off,sata=off,smbus=off,dump-guest-core=off", true),
    /**
     * The least that boots a kernel: no firmware of a PC, no screen. It has no versions, so its
     * hardware may change with QEMU's. PCIe, ACPI (to be powered off, and for hot-plug) and a clock
     * are off by default.
     */
    MICROVM(",pcie=on,acpi=on,rtc=on,usb=off,dump-guest-core=off", false);

    /** The machine type of a {@link #MICROVM}. */
    public static final String MICROVM_TYPE = "microvm";

    private final String options;
    private final boolean pc;

    Chipset(String options, boolean pc) {
        this.options = options;
        this.pc = pc;
    }

    /** Of a machine type; null: the one that a new VM gets. */
    public static Chipset of(@Nullable String machine) {
        return MICROVM_TYPE.equals(machine) ? MICROVM : Q35;
    }

    /** What QEMU's {@code -machine} is told besides, with a comma before. */
    String options() {
        return options;
    }

    /** Whether it can suspend itself, and has a screen. */
    boolean isPc() {
        return pc;
    }
}
