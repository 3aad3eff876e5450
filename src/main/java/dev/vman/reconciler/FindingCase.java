package dev.vman.reconciler;

import dev.vman.observer.FindingKind;
import dev.vman.observer.Subject;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a plan depends on.
 *
 * @param vm the VM that the finding concerns
 * @param known what is known of that VM besides
 */
record FindingCase(
        FindingKind kind,
        Subject subject,
        Optional<UUID> vm,
        Map<String, Object> evidence,
        Known known) {
    FindingCase {
        // Values may be null.
        evidence = Collections.unmodifiableMap(new HashMap<>(evidence));
    }

    /**
     * Of the VM.
     *
     * @param recorded it has a row
     * @param manifest its folder has a manifest
     * @param orphanRuns a process of this storage carries its UUID, and no row knows it
     */
    record Known(boolean recorded, boolean manifest, boolean orphanRuns) {
        static final Known NOTHING = new Known(false, false, false);
    }

    boolean says(String name, Object value) {
        return value.equals(evidence.get(name));
    }

    Optional<Long> number(String name) {
        return evidence.get(name) instanceof Number number
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    Optional<String> text(String name) {
        return evidence.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
