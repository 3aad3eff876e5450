import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What VMs whose QEMU is stopped by a signal cost those beside them: the same requests to the
 * others before, while and after; see {@code scripts/bench}.
 */
final class StoppedBench {
    private static final double FACTOR = 1.5;
    private static final double GRACE_MILLIS = 5;
    private static final int PATIENCE_SECONDS = 60;
    private static final List<String> PHASES = List.of("before", "while", "after");
    private static final List<String> REQUESTS = List.of("GET", "pause", "resume", "stop", "start");
    private static final ObjectMapper JSON = new ObjectMapper();
    private final VmanApi api;
    private final List<String> stopped;
    private final List<String> others;
    private final Samples samples = new Samples();

    private StoppedBench(VmanApi api, int vms, int stopped) {
        this.api = api;
        this.stopped = names(0, stopped);
        this.others = names(stopped, vms);
    }

    private static List<String> names(int from, int to) {
        List<String> names = new ArrayList<>();
        for (int number = from; number < to; number++) {
            names.add("vm" + number);
        }
        return names;
    }

    /** The built quarkus-run.jar; then how many VMs, how many of them stopped, how many rounds. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int vms = number(arguments, 1, 100);
        int stopped = number(arguments, 2, 20);
        int rounds = number(arguments, 3, 300);
        boolean met;
        try (Workplace place = Workplace.make();
                VmanDaemon daemon =
                        VmanDaemon.start(
                                Path.of(arguments[0]),
                                place.folder("s"),
                                Map.of("VMAN_OPERATOR_ACCELERATOR", "tcg"))) {
            StoppedBench bench = new StoppedBench(daemon.api(), vms, stopped);
            bench.populate();
            bench.measure(rounds);
            met = bench.report(rounds);
        }
        if (!met) {
            System.exit(1);
        }
    }

    private static int number(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
    }

    /** All of them paused, so that their firmware takes no CPU. */
    private void populate() throws IOException {
        for (String vm : names(0, stopped.size() + others.size())) {
            String body =
                    "{\"name\": \"%s\", \"cpus\": 1, \"memoryMib\": 64, \"start\": true}".formatted(vm);
            api.post("/vms", body);
            api.post("/vms/" + vm + "/actions/pause", "");
        }
    }

    private void measure(int rounds) throws IOException, InterruptedException {
        round("warm-up", rounds);
        round("before", rounds);
        signal("STOP");
        awaitStates("unreachable");
        round("while", rounds);
        signal("CONT");
        awaitStates("paused");
        round("after", rounds);
    }

    private void round(String phase, int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            String vm = others.get(round % others.size());
            for (int reads = 0; reads < 5; reads++) {
                long begin = System.nanoTime();
                api.read("/vms/" + vm);
                samples.add("GET", phase, (System.nanoTime() - begin) / 1e6);
            }
            act("resume", vm, phase, "");
            act("pause", vm, phase, "");
            // These take a hundred times as long.
            if (round % 5 == 0) {
                act("stop", vm, phase, "{\"force\": true}");
                act("start", vm, phase, "");
                api.post("/vms/" + vm + "/actions/pause", "");
            }
        }
    }

    private void act(String action, String vm, String phase, String body) throws IOException {
        long begin = System.nanoTime();
        api.post("/vms/" + vm + "/actions/" + action, body);
        samples.add(action, phase, (System.nanoTime() - begin) / 1e6);
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        for (String vm : stopped) {
            command.add(read(vm).path("process").path("pid").asText());
        }
        Shell.run(command.toArray(String[]::new));
    }

    private JsonNode read(String vm) throws IOException {
        return JSON.readTree(api.read("/vms/" + vm));
    }

    private void awaitStates(String state) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        for (String vm : stopped) {
            while (!read(vm).path("state").asText().equals(state)) {
                if (System.nanoTime() > end) {
                    throw new IOException(vm + " is not " + state + ": " + read(vm));
                }
                Thread.sleep(50);
            }
        }
    }

    /** Prints the table; true when no p99 is notably worse while VMs are stopped. */
    private boolean report(int rounds) {
        System.out.printf(
                Locale.ROOT,
                "%d VMs, of which %d stopped by SIGSTOP; requests to the others, %d rounds each; ms%n",
                stopped.size() + others.size(),
                stopped.size(),
                rounds);
        System.out.printf("%-8s", "");
        PHASES.forEach(phase -> System.out.printf("%9s p50 %9s p99", phase, phase));
        System.out.println();
        boolean met = true;
        for (String request : REQUESTS) {
            System.out.printf("%-8s", request);
            for (String phase : PHASES) {
                System.out.printf(
                        Locale.ROOT,
                        "%13.1f %13.1f",
                        samples.quantile(request, phase, 0.5),
                        samples.quantile(request, phase, 0.99));
            }
            boolean good = isUnchanged(request);
            System.out.println(good ? "" : "   CHANGED");
            met &= good;
        }
        System.out.printf(
                Locale.ROOT,
                "aim: p99 while they are stopped at most %.1f times that before, or %.0f ms more: %s%n",
                FACTOR,
                GRACE_MILLIS,
                met ? "met" : "MISSED");
        return met;
    }

    /** Against the worse of before and after, since the host has other things to do, too. */
    private boolean isUnchanged(String request) {
        double without =
                Math.max(
                        samples.quantile(request, "before", 0.99),
                        samples.quantile(request, "after", 0.99));
        double with = samples.quantile(request, "while", 0.99);
        return with <= Math.max(FACTOR * without, without + GRACE_MILLIS);
    }
}
