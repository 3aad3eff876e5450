import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a NIC on a bridge adds to a start: against a VM in user mode, in turn; see {@code scripts/bench}. */
final class NetworkBench {
    private static final double AIM_MILLIS = 30;
    private static final List<String> NETWORKS = List.of("default", "slirp");
    private static final String START = "start";
    private final VmanApi api;
    private final Samples samples = new Samples();

    private NetworkBench(VmanApi api) {
        this.api = api;
    }

    /** The built quarkus-run.jar; then how many rounds, and how many before them that don't count. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40;
        int warmups = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
        String namespace = "vman-b-" + ProcessHandle.current().pid();
        boolean met;
        try (Workplace place = Workplace.make();
                VmanDaemon daemon =
                        VmanDaemon.start(
                                Path.of(arguments[0]),
                                place.folder("s"),
                                Map.of(
                                        "VMAN_OPERATOR_ACCELERATOR", "tcg",
                                        "VMAN_NETWORK_NAMESPACE", namespace))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(namespace, place)));
            NetworkBench bench = new NetworkBench(daemon.api());
            bench.makeVms();
            bench.measure(warmups, rounds);
            met = bench.report(rounds);
        }
        System.exit(met ? 0 : 1);
    }

    private void makeVms() throws IOException {
        api.post("/networks", "{\"name\": \"slirp\", \"mode\": \"user\"}");
        for (String network : NETWORKS) {
            api.post(
                    "/vms",
                    "{\"name\": \"on-%s\", \"cpus\": 1, \"memoryMib\": 64, \"network\": \"%s\"}"
                            .formatted(network, network));
        }
    }

    private void measure(int warmups, int rounds) throws IOException {
        for (int round = -warmups; round < rounds; round++) {
            for (String network : NETWORKS) {
                long begin = System.nanoTime();
                api.post("/vms/on-" + network + "/actions/start", "");
                if (round >= 0) {
                    samples.add(START, network, (System.nanoTime() - begin) / 1e6);
                }
                api.post("/vms/on-" + network + "/actions/stop", "{\"force\": true}");
            }
        }
    }

    private boolean report(int rounds) {
        double bridge = samples.quantile(START, "default", 0.5);
        double user = samples.quantile(START, "slirp", 0.5);
        boolean met = bridge - user <= AIM_MILLIS;
        System.out.printf(
                Locale.ROOT,
                "start, %d times: on a bridge %.1f ms (90 %%: %.1f), in user mode %.1f ms (%.1f);"
                        + " the bridge adds %.1f ms; aim: at most %.0f: %s%n",
                rounds,
                bridge,
                samples.quantile(START, "default", 0.9),
                user,
                samples.quantile(START, "slirp", 0.9),
                bridge - user,
                AIM_MILLIS,
                met ? "met" : "MISSED");
        return met;
    }

    /** After the daemon: it would start its DHCP server again. */
    private static void remove(String namespace, Workplace place) {
        ProcessHandle.allProcesses()
                .filter(process ->
                        process.info()
                                .commandLine()
                                .filter(line -> line.contains("--conf-file=" + place.root()))
                                .isPresent())
                .forEach(ProcessHandle::destroyForcibly);
        try {
            Shell.run("ip", "netns", "del", namespace);
        } catch (IOException | InterruptedException e) {
            System.err.println("not removed: namespace " + namespace + ": " + e);
        }
    }
}
