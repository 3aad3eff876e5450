package dev.vman;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DebouncerTest {
    private final BlockingQueue<String> done = new ArrayBlockingQueue<>(10);

    @Test
    void worksOnceForAllWhoAskDuringThePause() throws InterruptedException {
        Debouncer<String> soon = debouncer(Duration.ofSeconds(2));

        soon.ask("a");
        soon.ask("a");
        soon.ask("b");

        assertThat(next()).isIn("a", "b");
        assertThat(next()).isIn("a", "b");
        assertThat(done.poll(2_500, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void worksAgainForWhoeverAsksAfterwards() throws InterruptedException {
        Debouncer<String> soon = debouncer(Duration.ofMillis(1));

        soon.ask("a");
        assertThat(next()).isEqualTo("a");
        soon.ask("a");

        assertThat(next()).isEqualTo("a");
    }

    private Debouncer<String> debouncer(Duration pause) {
        return new Debouncer<>("test", pause, done::add);
    }

    private String next() throws InterruptedException {
        return done.poll(10, TimeUnit.SECONDS);
    }
}
