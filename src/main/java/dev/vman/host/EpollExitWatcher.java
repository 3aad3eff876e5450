package dev.vman.host;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** One thread over the pidfds of all watched processes. */
final class EpollExitWatcher implements ExitWatcher {

    private static final int RETRY_MILLIS = 1000;
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final Epoll epoll;
    private final Map<Long, PidWatch> watches = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong(Epoll.WOKEN);
    private final Thread thread;
    private volatile boolean closed;

    EpollExitWatcher(Epoll epoll) {
        this.epoll = epoll;
        this.thread = Thread.ofPlatform().daemon().name("exit-watcher").unstarted(this::run);
        thread.start();
    }

    @Override
    public Watch watch(ProcessIdentity identity, Runnable onExit) {
        if (closed) {
            throw new IllegalStateException("the exit watcher is closed");
        }
        PidWatch watch = new PidWatch(tokens.incrementAndGet(), identity, onExit);
        watches.put(watch.token, watch);
        if (!watch.attach()) {
            epoll.wake();
        }
        return watch;
    }

    private void run() {
        while (!closed) {
            boolean blind = watches.values().stream().anyMatch(PidWatch::isBlind);
            for (long token : epoll.await(blind ? RETRY_MILLIS : -1)) {
                Optional.ofNullable(watches.get(token)).ifPresent(PidWatch::fire);
            }
            watches.values().stream().filter(PidWatch::isBlind).forEach(PidWatch::attach);
        }
    }

    @Override
    public void close() {
        closed = true;
        epoll.wake();
        try {
            if (thread.join(END_PATIENCE)) {
                watches.values().forEach(PidWatch::close);
                epoll.close();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Blind: could not be attached so far. */
    private enum Phase {
        BLIND,
        ATTACHED,
        FIRED,
        CLOSED
    }

    private final class PidWatch implements Watch {

        private final long token;
        private final ProcessIdentity identity;
        private final Runnable onExit;
        private Phase phase = Phase.BLIND;
        private Optional<PidFd> pidfd = Optional.empty();

        PidWatch(long token, ProcessIdentity identity, Runnable onExit) {
            this.token = token;
            this.identity = identity;
            this.onExit = onExit;
        }

        /** False when it has to be tried again. */
        synchronized boolean attach() {
            if (phase != Phase.BLIND) {
                return true;
            }
            switch (PidFd.open(identity)) {
                case Presence.Absent<PidFd>() -> fire();
                case Presence.Present<PidFd>(PidFd opened) -> listen(opened);
                case Presence.Unknown<PidFd> tryAgain -> {}
            }
            return phase != Phase.BLIND;
        }

        private void listen(PidFd opened) {
            try {
                epoll.add(opened.descriptor(), token);
                pidfd = Optional.of(opened);
                phase = Phase.ATTACHED;
            } catch (IOException full) {
                opened.close();
            }
        }

        synchronized void fire() {
            if (phase == Phase.BLIND || phase == Phase.ATTACHED) {
                phase = Phase.FIRED;
                Thread.ofVirtual().name("exit-of-" + identity.pid()).start(onExit);
            }
        }

        synchronized boolean isBlind() {
            return phase == Phase.BLIND;
        }

        @Override
        public synchronized Optional<ExitStatus> exitStatus() {
            return pidfd.flatMap(PidFd::exitStatus);
        }

        @Override
        public synchronized void close() {
            phase = Phase.CLOSED;
            watches.remove(token);
            pidfd.ifPresent(open -> {
                epoll.remove(open.descriptor());
                open.close();
            });
            pidfd = Optional.empty();
        }
    }
}
