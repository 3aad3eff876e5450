/**
 * A client of the QEMU guest agent over UNIX-domain sockets.
 *
 * <p>{@link dev.vman.agent.GuestAgent} is the way in: it runs commands, moves files and reads
 * facts. {@link dev.vman.agent.AgentException} is everything that can go wrong. The peer is a
 * guest, and is not trusted: it may lie, stall, or send without end. Every wait has a deadline,
 * every answer a limit, one question is under way at a time, and a line that went out of step is
 * dropped and resynchronised. The source is QEMU's {@code docs/interop/qemu-ga-ref}.
 */
@NullMarked
package dev.vman.agent;

import org.jspecify.annotations.NullMarked;
