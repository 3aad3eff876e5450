package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.ExitStatus;
import dev.vman.host.ExitWatcher;
import dev.vman.host.ProcessIdentity;
import dev.vman.operator.LiveMachine.Death;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeathWatchTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final ExitStatus KILLED = new ExitStatus.Killed(9);
    private static final Instant NOTICED = Instant.parse("2026-01-02T03:04:05Z");

    private final Looks looks = new Looks();
    private final FakeExits exits = new FakeExits();

    @Test
    void knowsNothingWhileTheProcessLives() {
        DeathWatch watch = watch(Optional.empty());

        assertThat(watch.death()).isEmpty();
        assertThat(watch.await(Duration.ofMillis(20))).isFalse();
    }

    @Test
    void tellsTheStatusOfAChild() throws Exception {
        DeathWatch watch = watch(Optional.of(CompletableFuture.completedFuture(KILLED)));

        exits.end();

        assertThat(looks.await(SOON)).isTrue();
        assertThat(watch.await(SOON)).isTrue();
        assertThat(watch.death().map(Death::status)).contains(KILLED);
        assertThat(watch.death().flatMap(Death::at)).contains(NOTICED);
    }

    @Test
    void announcesAnEndAtOnceAndItsCauseWhenItIsKnown() throws Exception {
        DeathWatch watch = watch(Optional.empty());

        exits.end();

        assertThat(looks.await(SOON)).isTrue();
        assertThat(watch.death().orElseThrow().status()).isInstanceOf(ExitStatus.Unknown.class);
        exits.status = KILLED;
        assertThat(looks.await(SOON)).isTrue();
        assertThat(watch.death().map(Death::status)).contains(KILLED);
    }

    private DeathWatch watch(Optional<CompletableFuture<ExitStatus>> child) {
        DeathWatch watch =
                new DeathWatch(
                        child,
                        status -> new Death(status, false, Optional.empty(), ""),
                        () -> looks.lookAt(new UUID(0, 0)),
                        () -> NOTICED);
        watch.start(new ProcessIdentity("boot", 1, 1), exits);
        return watch;
    }

    private static final class FakeExits implements ExitWatcher {
        private volatile @Nullable ExitStatus status;
        private @Nullable Runnable onExit;

        void end() {
            if (onExit != null) {
                Thread.startVirtualThread(onExit);
            }
        }

        @Override
        public Watch watch(ProcessIdentity identity, Runnable task) {
            onExit = task;
            return new Watch() {
                @Override
                public Optional<ExitStatus> exitStatus() {
                    return Optional.ofNullable(status);
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {}
    }
}
