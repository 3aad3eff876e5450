import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How fast a daemon with many VMs shows them. Nothing is started there. */
final class Reading {
    private static final int CREATORS = 8;
    private static final String VM =
            """
            {"name": "row-%04d", "template": "small", "labels": {"team": "bench"},
             "diskSizeBytes": 1073741824}""";
    private final VmanApi api;
    private final BenchOptions options;

    Reading(VmanApi api, BenchOptions options) {
        this.api = api;
        this.options = options;
    }

    void measure(Samples samples) throws IOException, InterruptedException {
        createRows();
        repeat("list", "/vms?limit=1000", samples);
        repeat("page", "/vms", samples);
        repeat("one", "/vms/row-%04d".formatted(options.rows() / 2), samples);
    }

    private void createRows() throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(CREATORS)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int row = 0; row < options.rows(); row++) {
                String body = VM.formatted(row);
                ends.add(threads.submit(() -> api.post("/vms", body)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a row could not be made: " + e.getCause(), e.getCause());
        }
    }

    private void repeat(String what, String path, Samples samples)
            throws IOException, InterruptedException {
        for (int read = -options.reads(); read < options.reads(); read++) {
            double millis = Stopwatch.time(() -> api.read(path));
            if (read >= 0) {
                samples.add(what, "VMAN", millis);
            }
        }
    }
}
