package dev.vman.api;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a WebSocket can be to a VM. Public, because its names are read for the API's document. */
public enum SocketKind {
    CONSOLE("console/stream"),
    VNC("vnc");

    private final String path;

    SocketKind(String path) {
        this.path = path;
    }

    /** Below the VM's address. */
    String path() {
        return path;
    }

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
