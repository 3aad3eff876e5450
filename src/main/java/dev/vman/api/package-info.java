/**
 * HTTP: the edge that every request passes, resources, wire records, and the mapping of failures to
 * problems (RFC 9457).
 */
@NullMarked
package dev.vman.api;

import org.jspecify.annotations.NullMarked;
