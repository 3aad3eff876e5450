package dev.vman.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Several scenes side by side, each with a daemon of its own: much of the work is waiting. */
final class CrashLanes implements AutoCloseable {
    private final CrashReport report;
    private final List<Lane> lanes = new ArrayList<>();
    private volatile boolean interrupted;

    CrashLanes(int count, CrashReport report) {
        this.report = report;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted = true));
        for (int lane = 0; lane < count; lane++) {
            boolean _ = lanes.add(new Lane());
        }
    }

    /** What is done with a piece of work on a scene. */
    interface Work<T> {
        void on(CrashScene scene, T piece) throws IOException, InterruptedException;
    }

    /** Each piece is taken by the first lane that is free; returns when all are done. */
    <T> void forEach(List<T> pieces, Work<T> work) throws InterruptedException {
        Queue<T> left = new ConcurrentLinkedQueue<>(pieces);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Lane lane : lanes) {
                boolean _ = running.add(threads.submit(() -> lane.take(left, work)));
            }
            for (Future<?> lane : running) {
                Object _ = lane.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a lane of the crash test broke down", e);
        }
    }

    private final class Lane {
        private @Nullable CrashScene scene;

        private <T> Optional<T> take(Queue<T> left, Work<T> work)
                throws IOException, InterruptedException {
            for (T piece = left.poll(); piece != null && !interrupted; piece = left.poll()) {
                try {
                    work.on(scene(), piece);
                } catch (RuntimeException | AssertionError e) {
                    report.broken(piece, e + lastWords());
                    close();
                }
            }
            return Optional.empty();
        }

        /** A new one where the last was lost. */
        private CrashScene scene() throws IOException {
            CrashScene present = scene;
            if (present == null) {
                present = new CrashScene();
                scene = present;
            }
            return present;
        }

        private String lastWords() {
            return scene == null
                    ? ""
                    : "\n" + scene.daemon().lastWords() + "\n" + scene.daemon().threads();
        }

        private void close() throws IOException {
            CrashScene present = scene;
            scene = null;
            if (present != null) {
                present.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Lane lane : lanes) {
            lane.close();
        }
    }
}
