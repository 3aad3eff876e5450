package dev.vman.inventory;

/** The database had closed itself, and answers again: what was under way then can go on. */
public record DatabaseReopened() {}
