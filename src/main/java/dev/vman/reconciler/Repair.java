package dev.vman.reconciler;

/**
 * What would cure a finding, for people.
 *
 * @param action {@code by-hand}: VMAN has no repair for it, and the description says what a person
 *     can do
 * @param destructive something would be ended or moved away
 */
public record Repair(String action, boolean destructive, String description) {}
