package dev.vman.inventory;

/** The storage's ballast was made or given up: room has come back, or has become short. */
public record SpaceChanged() {}
