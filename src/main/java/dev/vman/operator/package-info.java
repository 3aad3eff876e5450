/**
 * QEMU: the pure command line, launch, adopt and stop ladder, a monitor per live machine, {@code
 * qemu-img}, disk hot-plug, the accelerator probe. Works on {@link dev.vman.operator.MachineSpec},
 * never on database rows.
 */
@NullMarked
package dev.vman.operator;

import org.jspecify.annotations.NullMarked;
