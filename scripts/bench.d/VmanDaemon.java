import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A daemon on a storage of its own, on any free port. */
final class VmanDaemon implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("VMAN is ready: (http://\\S+)");
    private static final long START_NANOS = 300_000_000_000L;
    private static final int END_SECONDS = 20;
    // USER_HZ is 100 on every Linux that matters here (proc(5)).
    private static final double TICKS_PER_SECOND = 100;
    private final Path storage;
    private final Process process;
    private final VmanApi api;

    private VmanDaemon(Path storage, Process process, VmanApi api) {
        this.storage = storage;
        this.process = process;
        this.api = api;
    }

    /**
     * Starts one, and waits until it answers.
     *
     * @param jar quarkus-run.jar
     */
    static VmanDaemon start(Path jar, Path storage, Map<String, String> settings)
            throws IOException, InterruptedException {
        Path log = storage.resolveSibling(storage.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(javaCommand(jar)).redirectErrorStream(true);
        builder.redirectOutput(log.toFile()).redirectInput(new File("/dev/null"));
        builder.environment().put("VMAN_STORAGE_PATH", storage.toString());
        builder.environment().put("QUARKUS_HTTP_PORT", freePort());
        builder.environment().putAll(settings);
        Process process = builder.start();
        // The bench may be interrupted: its daemons and their machines end with it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
        String address = awaitReady(process, log);
        String token = Files.readString(storage.resolve("token")).strip();
        return new VmanDaemon(storage, process, new VmanApi(address, token));
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private static String[] javaCommand(Path jar) {
        String options = System.getenv().getOrDefault("VMAN_JAVA_OPTS", "");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // A session of its own, as a service has it.
        return ("setsid " + java + " " + options + " -jar " + jar).split(" +");
    }

    private static String awaitReady(Process process, Path log)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + START_NANOS;
        while (process.isAlive() && System.nanoTime() < end) {
            Matcher ready = READY.matcher(Files.readString(log));
            if (ready.find()) {
                return ready.group(1);
            }
            Thread.sleep(100);
        }
        throw new IOException("the daemon did not start:\n" + Files.readString(log));
    }

    Path storage() {
        return storage;
    }

    VmanApi api() {
        return api;
    }

    /** CPU time that it has used, its kernel time included. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        api.close();
        end(process);
    }
}
