package dev.vman.api;

/** Why a WebSocket is closed; the codes of RFC 6455, 7.4.1, and IANA's registry. */
enum Closing {
    /** The daemon, or the VM, is going. */
    GOING_AWAY(1001),
    /** Only binary frames are taken. */
    UNSUPPORTED(1003),
    /** The client wants more than it may. */
    TOO_MUCH(1008),
    /** The daemon met what it did not expect. */
    FAILED(1011),
    /** The client may come back, at once. */
    TRY_AGAIN(1013);

    private final short code;

    Closing(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }
}
