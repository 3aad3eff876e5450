/**
 * Cures through acts: VMs that died are started again by their restart policy, and what the
 * observer found is repaired under a policy by kind. What would destroy much waits for a person.
 */
@NullMarked
package dev.vman.reconciler;

import org.jspecify.annotations.NullMarked;
