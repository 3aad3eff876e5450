package dev.vman.observer;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
    /** Good to know. */
    INFO,
    /** Something is not as recorded. */
    WARNING,
    /** Something does not work. */
    ERROR;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
