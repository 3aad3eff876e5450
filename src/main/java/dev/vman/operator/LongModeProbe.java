package dev.vman.operator;

import java.util.HexFormat;

/**
 * A small guest that asks of an accelerator what a kernel asks: 64 KiB of firmware that enters long
 * mode ({@link LongModeEntry}), passes some checks there ({@link LongModeChecks}), and reports to
 * the {@code isa-debug-exit} device, so that QEMU ends with {@link #EXIT_CODE}. It takes less than
 * 0.2 s, emulated too; give it 2 s. A check that fails raises an exception that nobody handles, so
 * the CPU resets itself: run it with {@code -no-reboot}.
 *
 * <p>What it is up against, as measured: a paravirtual KVM on a host that is itself a guest (the
 * module {@code kvm_pvm}) runs user mode at full speed, but interprets a guest kernel, at less than
 * a million instructions per second. Paging, faults and interrupts are right there; a Linux that
 * unpacks itself just does not get done, which looks like a hang. Two checks fail there, each
 * without the other: the work, which was not done after 5 s, and the SSE arithmetic, which the
 * interpreter does not know ("KVM internal error"). The other checks pass even there, and have not
 * been seen to fail on any KVM. Passing is no proof that every guest runs.
 *
 * <p>The image, in segment F000 below 1 MiB (all numbers of the listings are hexadecimal):
 *
 * <pre>
 *    0  real mode: page tables, then long mode
 *  200  page fault handler
 *  230  pointer to the descriptors
 *  240  descriptors: null, code, data
 *  260  pointer to the interrupt gates
 *  270  timer handler
 *  400  long mode: the checks
 *  800  interrupt gates, 10 bytes each; E and 20 are there
 * FFF0  reset vector
 * </pre>
 *
 * <p>RAM: page tables from 1000 to 8FFF (level 4, level 3, level 2, four of level 1, and level 2
 * for the local APIC), the ticks at 9000, the stack below A000, data from 200000 to 7FFFFF.
 */
final class LongModeProbe {
    /**
     * To be raised when the image, the way it is run, or the judgement of it changes: verdicts of
     * other versions are not believed.
     */
    static final int VERSION = 2;

    /** The port of {@code isa-debug-exit}. */
    static final String PORT = "0xf4";

    /** 21 written to the device: it ends QEMU with twice that, plus one. */
    static final int EXIT_CODE = 0x21 << 1 | 1;

    private static final int SIZE = 0x10000;
    private static final int REAL_MODE = 0x0000;
    private static final int PAGE_FAULT = 0x0200;
    private static final int DESCRIPTOR_POINTER = 0x0230;
    private static final int DESCRIPTORS = 0x0240;
    private static final int GATE_POINTER = 0x0260;
    private static final int TIMER = 0x0270;
    private static final int LONG_MODE = 0x0400;
    private static final int PAGE_FAULT_GATE = 0x0800 + 14 * 16;
    private static final int TIMER_GATE = 0x0800 + 32 * 16;
    private static final int RESET_VECTOR = 0xfff0;

    private LongModeProbe() {}

    /** The firmware image. */
    static byte[] image() {
        byte[] image = new byte[SIZE];
        put(image, REAL_MODE, LongModeEntry.REAL_MODE);
        put(image, PAGE_FAULT, LongModeChecks.PAGE_FAULT_HANDLER);
        put(image, DESCRIPTOR_POINTER, LongModeEntry.DESCRIPTOR_POINTER);
        put(image, DESCRIPTORS, LongModeEntry.DESCRIPTORS);
        put(image, GATE_POINTER, LongModeEntry.GATE_POINTER);
        put(image, TIMER, LongModeChecks.TIMER_HANDLER);
        put(image, LONG_MODE, LongModeEntry.LONG_MODE + LongModeChecks.ALL);
        put(image, PAGE_FAULT_GATE, LongModeEntry.PAGE_FAULT_GATE);
        put(image, TIMER_GATE, LongModeEntry.TIMER_GATE);
        put(image, RESET_VECTOR, LongModeEntry.RESET_VECTOR);
        return image;
    }

    private static void put(byte[] image, int offset, String listing) {
        byte[] code = bytes(listing);
        System.arraycopy(code, 0, image, offset, code.length);
    }

    /** The bytes of a listing, whose lines end in comments that a semicolon begins. */
    static byte[] bytes(String listing) {
        return HexFormat.of().parseHex(listing.replaceAll(";.*", "").replaceAll("\\s", ""));
    }
}
