/**
 * The product as a user meets it: the packaged daemon as a process of its own, real QEMU, a real
 * guest, and nothing but HTTP, the guest's serial line and {@code /proc} to look through.
 */
@NullMarked
package dev.vman.it;

import org.jspecify.annotations.NullMarked;
