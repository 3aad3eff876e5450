import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** How long the news of a QEMU's death takes to a client that listens; see {@code scripts/bench}. */
final class EventsBench {
    private static final double AIM_MILLIS = 100;
    private static final String MACHINE = "{\"name\": \"mortal\", \"cpus\": 1, \"memoryMib\": 64}";

    private EventsBench() {}

    /** The built quarkus-run.jar; then how many deaths, 30 where nothing is said. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
        double[] millis = new double[rounds];
        try (Workplace place = Workplace.make();
                VmanDaemon daemon =
                        VmanDaemon.start(
                                Path.of(arguments[0]),
                                place.folder("s"),
                                Map.of("VMAN_OPERATOR_ACCELERATOR", "tcg"));
                EventListener listener = daemon.api().listen("?kind=vm.state")) {
            daemon.api().post("/vms", MACHINE);
            for (int round = 0; round < rounds; round++) {
                millis[round] = death(daemon.api(), listener);
            }
        }
        Arrays.sort(millis);
        double median = (millis[(rounds - 1) / 2] + millis[rounds / 2]) / 2;
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "kill -9 of QEMU -> event with its cause, %d times:"
                                + " median %.1f ms, p90 %.1f ms, worst %.1f ms; aim: median under %.0f ms: %s",
                        rounds,
                        median,
                        millis[Math.max(0, (int) Math.ceil(0.9 * rounds) - 1)],
                        millis[rounds - 1],
                        AIM_MILLIS,
                        median < AIM_MILLIS ? "met" : "MISSED"));
        if (median >= AIM_MILLIS) {
            System.exit(1);
        }
    }

    private static double death(VmanApi api, EventListener listener) throws IOException {
        JsonNode vm = api.post("/vms/mortal/actions/start", "");
        long pid = vm.path("process").path("pid").asLong();
        ProcessHandle qemu = ProcessHandle.of(pid).orElseThrow();
        long begin = System.nanoTime();
        qemu.destroyForcibly();
        String event = listener.await(line -> line.contains("\"to\":\"crashed\""));
        double millis = (System.nanoTime() - begin) / 1e6;
        if (!event.contains("SIGKILL")) {
            throw new IOException("no cause: " + event);
        }
        return millis;
    }
}
