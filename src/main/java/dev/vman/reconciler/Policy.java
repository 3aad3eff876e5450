package dev.vman.reconciler;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is done about a kind of finding without being asked. */
public enum Policy {
    /** Nothing: it is told. */
    REPORT,
    /** What would cure it. */
    REPAIR;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
