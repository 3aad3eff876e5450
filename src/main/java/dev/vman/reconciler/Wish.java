package dev.vman.reconciler;

import dev.vman.observer.Finding;

/**
 * A repair that the policy asks for.
 *
 * @param due not waiting after a failure
 */
record Wish(Finding finding, RepairAction action, boolean due) {}
