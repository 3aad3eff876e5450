package dev.vman.api;

/** What has come of typing. */
sealed interface Typing {
    /** QEMU has it. */
    record Done() implements Typing {}

    /** Somebody else has the line; nothing was typed. */
    record HeldByAnother() implements Typing {}

    /** Nobody hears; the input, or its rest, is lost. */
    record Unheard(String why) implements Typing {}
}
