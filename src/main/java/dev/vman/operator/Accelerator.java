package dev.vman.operator;

/**
 * How guests run here, and why.
 *
 * @param name QEMU's name of it
 * @param reason a sentence for people
 */
record Accelerator(String name, String reason) {
    static Accelerator kvm(String reason) {
        return new Accelerator("kvm", reason);
    }

    static Accelerator tcg(String reason) {
        return new Accelerator("tcg", reason);
    }
}
