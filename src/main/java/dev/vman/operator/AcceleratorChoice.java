package dev.vman.operator;

/** What the configuration asks for. */
public enum AcceleratorChoice {
    /** KVM if it proves itself, else emulation. */
    AUTO,
    /** KVM, unproven. */
    KVM,
    /** Emulation. */
    TCG
}
