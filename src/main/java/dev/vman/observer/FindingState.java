package dev.vman.observer;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a finding. */
public enum FindingState {
    OPEN,
    /** The difference is gone. */
    RESOLVED,
    /** A person said that it is to stay. */
    IGNORED,
    /** It is gone because it was cured. */
    REPAIRED;

    /** Whether the difference is still there. */
    boolean lasts() {
        return this == OPEN || this == IGNORED;
    }

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
