package dev.vman.reconciler;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far a repair is. */
public enum RepairState {
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** It is being taken back. */
    UNDOING,
    UNDONE;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
