/**
 * Networks that are true: bridges, taps, filters and DHCP as wanted, by a pure plan that is applied
 * as a difference. Works on {@link dev.vman.network.DesiredNetwork}, never on rows.
 */
@NullMarked
package dev.vman.network;

import org.jspecify.annotations.NullMarked;
