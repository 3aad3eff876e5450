@NullMarked
package dev.vman.qmp;

import org.jspecify.annotations.NullMarked;
