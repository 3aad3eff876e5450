/**
 * A client of the QEMU Machine Protocol (QMP) over a UNIX-domain socket.
 *
 * <p>{@link dev.vman.qmp.QmpClient} sends commands and matches the answers, {@link
 * dev.vman.qmp.QmpSubscription} hands out events, {@link dev.vman.qmp.QmpException} is everything
 * that can go wrong. The peer is not trusted: its lines are limited in length, depth and number of
 * tokens, and every wait has a deadline. The source is QEMU's {@code docs/interop/qmp-spec}.
 */
@NullMarked
package dev.vman.qmp;

import org.jspecify.annotations.NullMarked;
