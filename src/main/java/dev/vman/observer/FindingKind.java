package dev.vman.observer;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kinds of difference there are between the record and the world. */
public enum FindingKind {
    VM_STATE_MISMATCH(Severity.WARNING),
    ORPHAN_PROCESS(Severity.WARNING),
    MISSING_DISK(Severity.ERROR),
    ORPHAN_DISK(Severity.WARNING),
    DISK_STATE_MISMATCH(Severity.WARNING),
    NIC_STATE_MISMATCH(Severity.WARNING),
    VM_UNREACHABLE(Severity.ERROR),
    /** A READY image's file, on which disks may lean. */
    BASE_IMAGE_MISSING(Severity.ERROR),
    /** The file of a READY image is not what it was: what leans on it may be garbled. */
    IMAGE_CHANGED(Severity.ERROR),
    LEFTOVER_FILE(Severity.INFO),
    OPERATION_INTERRUPTED(Severity.ERROR),
    /** A bridge, tap, filter or DHCP server that should be there. */
    NETWORK_MISSING(Severity.ERROR),
    ORPHAN_TAP(Severity.WARNING),
    ORPHAN_LEASE(Severity.INFO),
    /** A guest has another address than it was given. */
    ADDRESS_MISMATCH(Severity.WARNING),
    /**
     * Not of the world but of the reconciler: it would destroy more than it may without a person.
     */
    REPAIR_LIMIT(Severity.ERROR);

    private final Severity severity;

    FindingKind(Severity severity) {
        this.severity = severity;
    }

    Severity severity() {
        return severity;
    }

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
