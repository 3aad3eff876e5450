package dev.vman.reconciler;

import dev.vman.observer.FindingKind;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** The policy in force. */
@Singleton
public final class Policies {
    private final ReconcileConfig.ByKind config;

    Policies(ReconcileConfig config) {
        this.config = config.policy();
    }

    public Policy of(FindingKind kind) {
        return switch (kind) {
            case VM_STATE_MISMATCH -> config.vmStateMismatch();
            case ORPHAN_PROCESS -> config.orphanProcess();
            case MISSING_DISK -> config.missingDisk();
            case ORPHAN_DISK -> config.orphanDisk();
            case DISK_STATE_MISMATCH -> config.diskStateMismatch();
            case NIC_STATE_MISMATCH -> config.nicStateMismatch();
            case BASE_IMAGE_MISSING -> config.baseImageMissing();
            case IMAGE_CHANGED -> config.imageChanged();
            case VM_UNREACHABLE -> config.vmUnreachable();
            case LEFTOVER_FILE -> config.leftoverFile();
            case OPERATION_INTERRUPTED -> config.operationInterrupted();
            case NETWORK_MISSING -> config.networkMissing();
            case ORPHAN_TAP -> config.orphanTap();
            case ORPHAN_LEASE -> config.orphanLease();
            case ADDRESS_MISMATCH -> config.addressMismatch();
            // It asks for a person: that is what it is for.
            case REPAIR_LIMIT -> Policy.REPORT;
        };
    }

    /** Of every kind. */
    public Map<FindingKind, Policy> all() {
        Map<FindingKind, Policy> all = new EnumMap<>(FindingKind.class);
        for (FindingKind kind : FindingKind.values()) {
            all.put(kind, of(kind));
        }
        return all;
    }
}
