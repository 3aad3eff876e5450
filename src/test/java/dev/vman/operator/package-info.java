@NullMarked
package dev.vman.operator;

import org.jspecify.annotations.NullMarked;
