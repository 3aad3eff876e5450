/**
 * Cures what the observer found, through acts, under a policy. So far: VMs that died are started
 * again.
 */
@NullMarked
package dev.vman.reconciler;

import org.jspecify.annotations.NullMarked;
