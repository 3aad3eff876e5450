/** VMAN keeps QEMU virtual machines the way they were declared, and tells the truth about them. */
@NullMarked
package dev.vman;

import org.jspecify.annotations.NullMarked;
