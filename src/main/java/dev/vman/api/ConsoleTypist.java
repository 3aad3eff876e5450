package dev.vman.api;

import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.Optional;

/** Types what a client sends, text or bytes, and tells it where that is not possible. */
final class ConsoleTypist implements Runnable {
    private static final Duration REMINDER = Duration.ofSeconds(3);
    private final LiveSocket socket;
    private final ConsoleLine line;
    private long remindedAt = System.nanoTime() - REMINDER.toNanos();

    ConsoleTypist(LiveSocket socket, ConsoleLine line) {
        this.socket = socket;
        this.line = line;
    }

    @Override
    public void run() {
        try {
            Optional<WebSocketFrame> frame = socket.receive();
            while (frame.isPresent()) {
                type(frame.get().binaryData().getBytes());
                frame = socket.receive();
            }
        } finally {
            line.leave(this);
        }
    }

    private void type(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        switch (line.type(this, bytes)) {
            case Typing.Done() -> remindedAt = System.nanoTime() - REMINDER.toNanos();
            case Typing.HeldByAnother() ->
                    remind(
                            "Another client types; what you typed is dropped. ?write=true takes the line.");
            case Typing.Unheard(String why) -> remind("What you typed is dropped: " + why);
        }
    }

    /** Not for every key. */
    private void remind(String words) {
        if (System.nanoTime() - remindedAt >= REMINDER.toNanos()) {
            remindedAt = System.nanoTime();
            boolean _ = socket.say(ConsoleWords.of(words));
        }
    }

    /** Hears that somebody else has the line now. Returns at once. */
    void lost() {
        Thread.ofVirtual()
                .start(() -> {
                    boolean _ = socket.say(ConsoleWords.of("Another client has taken the line."));
                });
    }
}
