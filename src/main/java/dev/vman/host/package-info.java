/**
 * The only place that touches the operating system: processes, commands, files, locks.
 *
 * <p>Interfaces stand where a test of another room wants a fake; each has one implementation, given
 * by a factory on the interface. Answers about the host are {@link dev.vman.host.Presence}:
 * present, absent, or could not tell. Nothing here throws for what is merely unknown.
 */
@NullMarked
package dev.vman.host;

import org.jspecify.annotations.NullMarked;
