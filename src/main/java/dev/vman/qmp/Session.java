package dev.vman.qmp;

import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A connection whose handshake is done: QEMU takes commands, and nobody reads from it yet. */
record Session(
        Path socket,
        SocketChannel channel,
        LineReader lines,
        CommandIds ids,
        QmpGreeting greeting) {}
