/**
 * Networks that are true: bridges, taps, filters and DHCP as wanted, by a pure plan that is applied
 * as a difference. Works on {@link dev.vman.network.DesiredNetwork}; rows are read by {@link
 * dev.vman.network.DesiredNetworks} alone.
 */
@NullMarked
package dev.vman.network;

import org.jspecify.annotations.NullMarked;
