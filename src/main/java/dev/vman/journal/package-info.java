/**
 * What is being done and what happened: operations recorded before their first side effect, step by
 * step; recovery; one queue per target; numbered events. Knows no VM and no QEMU.
 */
@NullMarked
package dev.vman.journal;

import org.jspecify.annotations.NullMarked;
