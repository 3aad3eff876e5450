package dev.vman.api;

/** What a WebSocket can be to a VM. */
enum SocketKind {
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

    String wireName() {
        return StrictJson.wireName(this);
    }
}
