package dev.vman.operator;

/**
 * How guests run here, and why.
 *
 * @param name QEMU's name of it
 * @param reason a sentence for people
 * @param doubtful whether a host that was busy just then may be all that is wrong
 */
record Accelerator(String name, String reason, boolean doubtful) {
    static Accelerator kvm(String reason) {
        return new Accelerator("kvm", reason, false);
    }

    static Accelerator tcgForNow(String reason) {
        return new Accelerator("tcg", reason, true);
    }

    static Accelerator tcg(String reason) {
        return new Accelerator("tcg", reason, false);
    }
}
