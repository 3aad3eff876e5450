import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** What a pass over the world costs, and an idle daemon; see {@code scripts/bench}. */
final class ObserverBench {
    private static final Map<String, String> NO_PASSES_OF_ITS_OWN =
            Map.of("VMAN_OBSERVER_INTERVAL", "PT24H");

    private final Path jar;
    private final ObserverOptions options;
    private final Population world;
    private final ObserverReport report;

    private ObserverBench(Path jar, Path storage, ObserverOptions options) {
        this.jar = jar;
        this.options = options;
        world = new Population(jar, storage);
        report = new ObserverReport();
    }

    /** The built quarkus-run.jar, then the options. */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException {
        ObserverOptions options;
        try {
            options = ObserverOptions.parse(Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
            return;
        }
        boolean met;
        try (Workplace place = Workplace.make()) {
            met = new ObserverBench(Path.of(arguments[0]), place.folder("s"), options).run();
        }
        System.exit(met ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException, ExecutionException {
        for (int vms : options.vms()) {
            world.machines(vms);
            if (vms == ObserverReport.IDLE_VMS && options.idleSeconds() > 0) {
                report.idle(idle(vms));
            }
            for (int disks : options.disks()) {
                world.disks(disks);
                report.add(cell(vms, disks));
            }
            world.disks(0);
        }
        return report.print();
    }

    /** CPU time of a daemon that nobody asks anything, in percent of one core. */
    private double idle(int vms) throws IOException, InterruptedException {
        System.err.println("idle: " + vms + " VMs, " + options.idleSeconds() + " s");
        try (VmanDaemon daemon = world.daemon(Map.of())) {
            Thread.sleep(options.settleSeconds() * 1000L);
            double before = daemon.cpuSeconds();
            Thread.sleep(options.idleSeconds() * 1000L);
            return 100 * (daemon.cpuSeconds() - before) / options.idleSeconds();
        }
    }

    private ObserverReport.Cell cell(int vms, int disks) throws IOException, InterruptedException {
        try (VmanDaemon daemon = world.daemon(NO_PASSES_OF_ITS_OWN)) {
            for (int warmup = 0; warmup < options.passes(); warmup++) {
                JsonNode _ = pass(daemon);
            }
            double allocated = daemon.api().metric("jvm_gc_memory_allocated_bytes_total");
            double cpu = daemon.cpuSeconds();
            double[] millis = new double[options.passes()];
            for (int at = 0; at < millis.length; at++) {
                JsonNode pass = pass(daemon);
                require(pass, vms, disks);
                millis[at] = pass.path("durationMs").asDouble();
            }
            double each = 1.0 / millis.length;
            ObserverReport.Cell cell =
                    new ObserverReport.Cell(
                            vms,
                            disks,
                            millis,
                            1000 * (daemon.cpuSeconds() - cpu) * each,
                            (daemon.api().metric("jvm_gc_memory_allocated_bytes_total") - allocated)
                                    * each);
            System.err.println(cell.line());
            return cell;
        }
    }

    private static JsonNode pass(VmanDaemon daemon) throws IOException {
        return daemon.api().post("/observer/actions/run", "{}");
    }

    /** A pass that saw less than there is, or found something wrong, would measure nothing. */
    private static void require(JsonNode pass, int vms, int disks) throws IOException {
        JsonNode checked = pass.path("checked");
        boolean all =
                checked.path("machines").asInt() == vms
                        && checked.path("disks").asInt() == disks
                        && checked.path("diskFiles").asInt() == disks
                        && pass.path("opened").asInt() == 0;
        if (!all) {
            throw new IOException(
                    String.format(Locale.ROOT, "%d VMs, %d disks: %s", vms, disks, pass));
        }
    }
}
