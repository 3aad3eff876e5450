package dev.vman.inventory;

import com.fasterxml.jackson.annotation.JsonProperty;

/** When a VM is started again without being asked. */
public enum RestartPolicy {
    @JsonProperty("never")
    NEVER,
    /** After its process died. */
    @JsonProperty("on-crash")
    ON_CRASH,
    /** After its process died, and after a reboot of the host if it was running before. */
    @JsonProperty("always")
    ALWAYS
}
