import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What commands and files in an emulated guest take; see {@code scripts/bench}. */
final class GuestBench {
    private static final double EXEC_MILLIS = 60;
    private static final double MEGABYTES_A_SECOND = 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final VmanApi api;
    private final Samples samples = new Samples();

    private GuestBench(VmanApi api) {
        this.api = api;
    }

    /** The built quarkus-run.jar and the demo guest's folder; then how many commands, MiB, files. */
    public static void main(String[] arguments) throws Exception {
        int commands = number(arguments, 2, 200);
        int mib = number(arguments, 3, 64);
        int files = number(arguments, 4, 5);
        boolean met;
        try (Workplace place = Workplace.make();
                VmanDaemon daemon =
                        VmanDaemon.start(
                                Path.of(arguments[0]),
                                place.folder("s"),
                                Map.of(
                                        "VMAN_OPERATOR_ACCELERATOR",
                                        "tcg",
                                        "VMAN_OPERATOR_BOOT_PATHS",
                                        arguments[1]))) {
            GuestBench bench = new GuestBench(daemon.api());
            bench.boot(arguments[1]);
            bench.commands(commands);
            bench.files(mib, files);
            met = bench.report(commands, mib, files);
        }
        if (!met) {
            System.exit(1);
        }
    }

    private static int number(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
    }

    private void boot(String folder) throws IOException {
        Map<String, ?> vm =
                Map.of(
                        "name",
                        "guest",
                        "memoryMib",
                        384,
                        "boot",
                        Map.of(
                                "kernel",
                                folder + "/vmlinuz",
                                "initrd",
                                folder + "/initrd.img",
                                "cmdline",
                                "console=ttyS0 quiet no_timer_check tsc=reliable"),
                        "start",
                        true);
        api.post("/vms", JSON.writeValueAsString(vm));
        JsonNode ready = JSON.readTree(api.read("/vms/guest?wait=agent&timeout=120"));
        if (!ready.path("agentReady").asBoolean()) {
            throw new IOException("the guest does not get ready: " + ready);
        }
    }

    private void commands(int count) throws IOException {
        for (int round = 0; round < count + 20; round++) {
            long begin = System.nanoTime();
            api.post("/vms/guest/exec", "{\"command\": [\"echo\", \"hello\"]}");
            if (round >= 20) {
                samples.add("exec", "VMAN", (System.nanoTime() - begin) / 1e6);
            }
        }
    }

    private void files(int mib, int count) throws IOException, NoSuchAlgorithmException {
        byte[] content = new byte[mib << 20];
        new Random(1).nextBytes(content);
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        for (int round = 0; round < count; round++) {
            long begin = System.nanoTime();
            JsonNode put = api.put("/vms/guest/files?path=/tmp/x", content);
            rate("put", mib, begin);
            begin = System.nanoTime();
            byte[] back = api.read("/vms/guest/files?path=/tmp/x");
            rate("get", mib, begin);
            if (!put.path("sha256").asText().equals(hash) || !java.util.Arrays.equals(back, content)) {
                throw new IOException("the file is not the same");
            }
        }
    }

    private void rate(String what, int mib, long begin) {
        samples.add(what, "VMAN", mib * 1.048576 / ((System.nanoTime() - begin) / 1e9));
    }

    private boolean report(int commands, int mib, int files) {
        boolean exec = samples.quantile("exec", "VMAN", 0.5) < EXEC_MILLIS;
        print("exec echo, %d times".formatted(commands), "exec", "ms; aim: under 60", exec);
        boolean put = samples.quantile("put", "VMAN", 0.5) >= MEGABYTES_A_SECOND;
        print("PUT %d MiB, read back and compared, %d times".formatted(mib, files), "put", "MB/s; aim: 20", put);
        boolean get = samples.quantile("get", "VMAN", 0.5) >= MEGABYTES_A_SECOND;
        print("GET %d MiB, %d times".formatted(mib, files), "get", "MB/s; aim: 20", get);
        return exec && put && get;
    }

    private void print(String title, String what, String unit, boolean met) {
        System.out.printf(
                Locale.ROOT,
                "%s: median %.1f, from %.1f to %.1f %s: %s%n",
                title,
                samples.quantile(what, "VMAN", 0.5),
                samples.quantile(what, "VMAN", 0),
                samples.quantile(what, "VMAN", 1),
                unit,
                met ? "met" : "MISSED");
    }
}
