package dev.vman.api;

import dev.vman.observer.Finding;
import dev.vman.observer.FindingKind;
import dev.vman.observer.FindingState;
import dev.vman.observer.Findings;
import dev.vman.observer.Severity;
import dev.vman.observer.Subject;
import dev.vman.reconciler.Repair;
import dev.vman.reconciler.RepairTrace;
import dev.vman.reconciler.Repairs;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A finding on the wire. */
record FindingView(
        UUID id,
        @Schema(examples = "missing-disk") FindingKind kind,
        Severity severity,
        Subject subject,
        @Schema(
                        description = "Both versions of the truth.",
                        examples =
                                "{\"path\": \"/var/lib/vman/disks/x.qcow2\", \"found\": \"link\"}")
                Map<String, Object> evidence,
        Instant firstSeenAt,
        Instant lastSeenAt,
        FindingState state,
        @Schema(
                        description =
                                "What would cure it; null where nobody is to do anything."
                                        + " `by-hand`: a person can, VMAN has no repair for it.")
                @Nullable Repair repair,
        @Schema(description = "What was last done about it; null where nothing was.")
                @Nullable RepairTrace lastRepair) {
    static FindingView of(Finding finding, Findings findings, Repairs repairs) {
        return new FindingView(
                finding.id,
                finding.kind,
                finding.severity,
                finding.subject(),
                findings.evidence(finding),
                finding.firstSeenAt,
                findings.lastSeenAt(finding),
                finding.state,
                repairs.of(finding).orElse(null),
                repairs.last(finding).orElse(null));
    }
}
