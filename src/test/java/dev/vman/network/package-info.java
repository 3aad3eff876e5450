@NullMarked
package dev.vman.network;

import org.jspecify.annotations.NullMarked;
