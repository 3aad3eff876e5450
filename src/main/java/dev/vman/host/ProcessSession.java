package dev.vman.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * All processes of the session that a child of ours leads: it, and what it started. One that made a
 * session of its own has left it.
 */
record ProcessSession(Process leader) {

    /** More rounds than a command that forks all the time can win. */
    private static final int ROUNDS = 200;

    /** Those that were killed need a moment to die. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** Kills until none is left; children that are born meanwhile are found by the next round. */
    void kill() {
        // by itself, because it may not have come to setsid(2) yet; by its handle, because
        // Process.destroyForcibly throws away the output that was not read yet
        leader.toHandle().destroyForcibly();
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> members = ProcFiles.pids().stream().filter(this::isLiveMember).toList();
            if (members.isEmpty()) {
                return;
            }
            members.forEach(this::killMember);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean isLiveMember(long pid) {
        try {
            ProcStat stat = ProcFiles.stat(pid);
            return stat.session() == leader.pid() && !stat.isDead();
        } catch (IOException gone) {
            return false;
        }
    }

    private void killMember(long pid) {
        try {
            ProcStat stat = ProcFiles.stat(pid);
            if (stat.session() == leader.pid()) {
                kill(new ProcessIdentity(ProcFiles.bootId(), pid, stat.startTicks()));
            }
        } catch (IOException | UncheckedIOException gone) {
            // the next round sees what is left
        }
    }

    private static void kill(ProcessIdentity member) {
        if (PidFd.open(member) instanceof Presence.Present<PidFd>(PidFd held)) {
            try (held) {
                held.signal(Signal.KILL);
            }
        }
    }
}
