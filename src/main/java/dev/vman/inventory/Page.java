package dev.vman.inventory;

/**
 * A part of a list, in the order of names.
 *
 * @param after the name that the part begins after; empty: from the start
 */
public record Page(String after, int limit) {}
