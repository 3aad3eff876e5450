@NullMarked
package dev.vman.agent;

import org.jspecify.annotations.NullMarked;
