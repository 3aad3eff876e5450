package dev.vman.api;

/** What happens on one WebSocket. Closed in any case, also where there was no socket to run on. */
interface SocketSession extends AutoCloseable {
    /** Returns when there is nothing more to be done; the socket is closed then. */
    void run(LiveSocket socket);

    @Override
    void close();
}
