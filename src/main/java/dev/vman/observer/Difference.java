package dev.vman.observer;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * One difference between the record and the world, in one reading.
 *
 * @param about which one of its kind it is: the same in every reading that shows it
 * @param vm the VM that it concerns
 * @param holds whose acts explain it: while one runs, it says nothing
 * @param evidence both versions of the truth; the same as long as nothing changes
 */
record Difference(
        FindingKind kind,
        String about,
        Subject subject,
        Optional<UUID> vm,
        Set<UUID> holds,
        Map<String, Object> evidence) {
    Difference {
        holds = Set.copyOf(holds);
        evidence = Collections.unmodifiableMap(new TreeMap<>(evidence));
    }

    String key() {
        return kind.wireName() + " " + about;
    }

    /** A stranger's process is only good to know; a file that can't be read is worse than usual. */
    Severity severity() {
        if (Boolean.TRUE.equals(evidence.get("corrupt"))) {
            return Severity.ERROR;
        }
        return Boolean.FALSE.equals(evidence.get("ours")) ? Severity.INFO : kind.severity();
    }
}
