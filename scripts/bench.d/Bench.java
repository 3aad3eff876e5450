import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The whole run; see {@code scripts/bench --help}. */
final class Bench {
    private Bench() {}

    /** The built quarkus-run.jar, then the options. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path jar = Path.of(arguments[0]);
        BenchOptions options;
        try {
            options = BenchOptions.parse(Arrays.copyOfRange(arguments, 1, arguments.length));
        } catch (IllegalArgumentException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.out.println(environment());
        Samples samples = new Samples();
        List<String> contestants;
        try (Workplace place = Workplace.make()) {
            contestants = race(jar, place, options, samples);
            read(jar, place, options, samples);
        }
        System.out.println();
        System.out.println(new Report(samples, contestants, options).table());
        System.out.println("\nLoad at the end: " + load());
    }

    private static List<String> race(
            Path jar, Workplace place, BenchOptions options, Samples samples)
            throws IOException, InterruptedException {
        try (VmanDaemon daemon = VmanDaemon.start(jar, place.folder("s"), accelerator())) {
            Vman vman = new Vman(daemon);
            List<Contestant> contestants = new ArrayList<>();
            contestants.add(vman.raw(place.folder("raw")));
            contestants.add(vman);
            Libvirt.ofThisHost(place.folder("libvirt"), accelerator()).ifPresent(contestants::add);
            Rounds rounds = new Rounds(contestants, samples);
            progress("start, attach, stop: %d rounds", options.starts());
            rounds.oneByOne(options.warmups(), options.starts());
            progress("ten at once: %d rounds", options.batches());
            rounds.atOnce(Math.max(1, options.warmups() / 20), options.batches());
            return contestants.stream().map(Contestant::name).toList();
        }
    }

    private static void read(Path jar, Workplace place, BenchOptions options, Samples samples)
            throws IOException, InterruptedException {
        Map<String, String> dry = Map.of("VMAN_OPERATOR_DRY_RUN", "true");
        try (VmanDaemon daemon = VmanDaemon.start(jar, place.folder("dry"), dry)) {
            progress("reading: %d VMs", options.rows());
            new Reading(daemon.api(), options).measure(samples);
        }
    }

    /** TCG unless something else is asked for: it is there on every host, and the same for all. */
    private static Map<String, String> accelerator() {
        String name = "VMAN_OPERATOR_ACCELERATOR";
        return Map.of(name, System.getenv().getOrDefault(name, "tcg"));
    }

    private static void progress(String format, Object... values) {
        System.err.println(String.format(format, values));
    }

    private static String environment() throws IOException, InterruptedException {
        String qemu = Shell.run("qemu-system-x86_64", "--version").lines().findFirst().orElse("?");
        return "%s; %s; %d cores, Linux %s; JDK %s; load %s"
                .formatted(
                        qemu,
                        accelerator().values().iterator().next(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.version"),
                        Runtime.version(),
                        load());
    }

    private static String load() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }
}
