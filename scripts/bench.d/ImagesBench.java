import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What importing an image, and creating from one, takes, beside {@code qemu-img} with the same
 * files: in turn, in one run.
 */
final class ImagesBench {
    private static final String RAW = "qemu-img";
    private static final String VMAN = "VMAN";
    private static final long SIZE = 2L << 30;
    private static final int PART = 1 << 20;
    private static final int DATA_MIB = 512;
    private static final int WARM_UPS = 600;

    private ImagesBench() {}

    /** The built quarkus-run.jar, then the rounds of imports and of creates. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int imports = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int creates = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
        Samples samples = new Samples();
        try (Workplace place = Workplace.make();
                VmanDaemon daemon =
                        VmanDaemon.start(
                                Path.of(arguments[0]),
                                place.folder("s"),
                                Map.of("VMAN_OPERATOR_ACCELERATOR", "tcg"))) {
            Path source = daemon.storage().resolve("import").resolve("source.raw");
            fill(source);
            for (int round = -1; round < imports; round++) {
                importing(daemon, source, place.root(), round, samples);
            }
            Path base = place.root().resolve("base.qcow2");
            Shell.run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", text(source), text(base));
            for (int round = -WARM_UPS; round < creates; round++) {
                creating(daemon, base, place.root(), round, samples);
            }
        }
        System.out.println("| median (90 %), ms | qemu-img | VMAN | ratio | aim |");
        System.out.println("|---|---|---|---|---|");
        print(samples, "import", "import a raw image of 2 GiB, a quarter of it data", "1.2");
        print(samples, "disk", "create a disk from it (create -b)", "1.5");
        print(samples, "vm", "create a VM from it (create -b)", "1.5");
    }

    /** Noise in parts of a MiB, each with three of nothing behind it. */
    private static void fill(Path file) throws IOException {
        byte[] noise = new byte[PART];
        Random random = new Random(1);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.setLength(SIZE);
            for (int part = 0; part < DATA_MIB; part++) {
                random.nextBytes(noise);
                raw.seek(4L * part * PART);
                raw.write(noise);
            }
        }
    }

    private static void importing(
            VmanDaemon daemon, Path source, Path place, int round, Samples samples)
            throws IOException, InterruptedException {
        Samples kept = round < 0 ? new Samples() : samples;
        Path target = place.resolve("import.qcow2");
        kept.add(
                "import",
                RAW,
                Stopwatch.time(() -> {
                    Shell.run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", text(source), text(target));
                    // Ours is on disk when it is ready.
                    Shell.run("sync", text(target));
                }));
        Files.delete(target);
        String name = "import-" + (round + 1);
        kept.add("import", VMAN, Stopwatch.time(() -> importOne(daemon, name, source)));
        if (round > 0) {
            JsonNode _ = daemon.api().delete("/images/" + name);
        }
    }

    private static void importOne(VmanDaemon daemon, String name, Path source) throws IOException {
        String body = "{\"name\": \"%s\", \"source\": {\"path\": \"%s\"}}".formatted(name, text(source));
        JsonNode operation = daemon.api().begin("/images", body);
        String at = "/operations/" + operation.path("id").asText() + "?wait=60";
        JsonNode ended = daemon.api().get(at);
        if (!ended.path("state").asText().equals("succeeded")) {
            throw new IOException("the import: " + ended);
        }
    }

    private static void creating(
            VmanDaemon daemon, Path base, Path place, int round, Samples samples)
            throws IOException, InterruptedException {
        Samples kept = round < 0 ? new Samples() : samples;
        int number = round + WARM_UPS;
        Path overlay = place.resolve("overlay-" + number);
        double raw =
                Stopwatch.time(() -> {
                    String words =
                            Shell.run(
                                    "qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b",
                                    text(base), text(overlay));
                    Shell.run("sync", text(overlay));
                });
        kept.add("disk", RAW, raw);
        kept.add("vm", RAW, raw);
        String disk = "{\"name\": \"d-%d\", \"image\": \"import-0\"}".formatted(number);
        kept.add("disk", VMAN, Stopwatch.time(() -> daemon.api().post("/disks", disk)));
        String vm = "{\"name\": \"v-%d\", \"memoryMib\": 64, \"image\": \"import-0\"}".formatted(number);
        kept.add("vm", VMAN, Stopwatch.time(() -> daemon.api().post("/vms", vm)));
    }

    private static String text(Path file) {
        return file.toAbsolutePath().toString();
    }

    private static void print(Samples samples, String what, String title, String aim) {
        double raw = samples.median(what, RAW).orElseThrow();
        double vman = samples.median(what, VMAN).orElseThrow();
        System.out.println(
                String.format(
                        Locale.ROOT,
                        "| %s | %.0f (%.0f) | %.0f (%.0f) | %.2f | at most %s |",
                        title,
                        raw,
                        samples.p90(what, RAW).orElseThrow(),
                        vman,
                        samples.p90(what, VMAN).orElseThrow(),
                        vman / raw,
                        aim));
    }
}
