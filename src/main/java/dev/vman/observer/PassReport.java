package dev.vman.observer;

import java.time.Instant;

/** What one pass did. */
public record PassReport(
        Instant startedAt, long durationMs, Checked checked, int opened, int resolved) {}
