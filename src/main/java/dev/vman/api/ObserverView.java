package dev.vman.api;

import dev.vman.observer.FindingKind;
import dev.vman.observer.PassReport;
import dev.vman.reconciler.Policy;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the observer does. */
record ObserverView(
        @Schema(examples = "5") long intervalSeconds,
        @Schema(description = "Null before the first one.") @Nullable PassReport lastPass,
        @Schema(description = "Numbers by kind.", examples = "{\"missing-disk\": 1}")
                Map<FindingKind, Long> openFindings,
        @Schema(
                        description = "What is repaired without being asked, by kind.",
                        examples = "{\"orphan-disk\": \"report\"}")
                Map<FindingKind, Policy> policy) {}
