@NullMarked
package dev.vman.image;

import org.jspecify.annotations.NullMarked;
