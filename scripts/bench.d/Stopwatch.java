import java.io.IOException;

/** Times one thing. */
final class Stopwatch {
    private Stopwatch() {}

    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Milliseconds. */
    static double time(Work work) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        work.run();
        return (System.nanoTime() - begin) / 1e6;
    }
}
