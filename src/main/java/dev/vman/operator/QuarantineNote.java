package dev.vman.operator;

import java.time.Instant;
import java.util.UUID;

/**
 * {@code quarantine/<finding>.json}: what was moved away, and how it was before.
 *
 * @param path where it lay
 * @param kind {@code file}, {@code folder}, {@code link} or {@code other}
 * @param uid of its owner, as the group and the permission bits before it was closed to others
 */
public record QuarantineNote(
        int schema,
        UUID finding,
        String path,
        String why,
        Instant when,
        String kind,
        long sizeBytes,
        int uid,
        int gid,
        int mode) {
    static final int SCHEMA = 1;
}
