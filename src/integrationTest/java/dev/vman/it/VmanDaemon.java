package dev.vman.it;

import dev.vman.host.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The packaged daemon, as a process of its own, with a storage of its own. It can be killed and
 * started again; closing it ends it and all of its QEMUs, and removes the storage.
 */
final class VmanDaemon implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(4);
    private static final Duration END = Duration.ofSeconds(60);
    private static final Map<String, String> RECOVER = Map.of("VMAN_RECOVER", "true");
    private static final long SHORT_NANOS = 2_000_000;
    private final Path root;
    private final Path storage;
    private final Path log;
    private final int port;
    private final QemuProcesses qemus;
    private final Map<String, String> settings;
    private final OptionalInt user;
    private long readyBefore;
    private volatile boolean closed;
    private Process process;
    private Api api;

    private VmanDaemon(Path root, Path storage, int port, Map<String, String> settings)
            throws IOException {
        this(root, storage, port, settings, OptionalInt.empty());
    }

    private VmanDaemon(
            Path root, Path storage, int port, Map<String, String> settings, OptionalInt user)
            throws IOException {
        this.root = root;
        this.user = user;
        this.storage = storage;
        log = root.resolve("daemon.log");
        this.port = port;
        this.settings = Map.copyOf(settings);
        qemus = new QemuProcesses(storage);
        process = launch();
        try {
            api = awaitReady();
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** With an empty storage, but for the guest's files in its boot folder. */
    static VmanDaemon start() throws IOException {
        return start("storage");
    }

    /** The same, with these environment variables. */
    static VmanDaemon start(Map<String, String> settings) throws IOException {
        Path root = newRoot();
        TestGuest.copyTo(root.resolve("storage").resolve("boot"));
        return new VmanDaemon(root, root.resolve("storage"), LastingPort.free(), settings);
    }

    /** The same, run by this user, who needs to have no rights. */
    static VmanDaemon startAs(int user, Map<String, String> settings) throws IOException {
        Path root = newRoot();
        TestGuest.copyTo(root.resolve("storage").resolve("boot"));
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.toList()) {
                FileTrees.chown(path, user, user);
            }
        }
        return new VmanDaemon(
                root, root.resolve("storage"), LastingPort.free(), settings, OptionalInt.of(user));
    }

    /** With its storage at this path below the folder that is removed in the end. */
    static VmanDaemon start(String path) throws IOException {
        Path root = newRoot();
        TestGuest.copyTo(root.resolve(path).resolve("boot"));
        return new VmanDaemon(root, root.resolve(path), LastingPort.free(), Map.of());
    }

    /** Without a guest, and with these environment variables. */
    static VmanDaemon startBare(Map<String, String> settings) throws IOException {
        Path root = newRoot();
        return new VmanDaemon(root, root.resolve("storage"), LastingPort.free(), settings);
    }

    /** With its storage on this disk, the guest's files in its boot folder. */
    static VmanDaemon startOn(SmallDisk disk, Map<String, String> settings) throws IOException {
        Path storage = disk.path().resolve("storage");
        TestGuest.copyTo(storage.resolve("boot"));
        return new VmanDaemon(newRoot(), storage, LastingPort.free(), settings);
    }

    private static Path newRoot() throws IOException {
        Path root = Files.createTempDirectory("vman-it-");
        // QEMU runs as users of its own, which have to get through.
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
        return root;
    }

    private Process launch() throws IOException {
        return launch(Map.of());
    }

    private Process launch(Map<String, String> further) throws IOException {
        if (closed) {
            throw new IOException("the test has ended");
        }
        readyBefore = Files.exists(log) ? readyLines() : 0;
        return launch(log, port, further);
    }

    /** Another daemon on the same storage; it is the caller's to end. */
    Process startRival(Path output) throws IOException {
        return launch(output, LastingPort.free(), Map.of());
    }

    /** One that is to rebuild the database; it is the caller's to end. */
    Process launchToRecover(Path output) throws IOException {
        return launch(output, LastingPort.free(), RECOVER);
    }

    private Process launch(Path output, int onPort, Map<String, String> further)
            throws IOException {
        List<String> command = new ArrayList<>();
        user.ifPresent(id ->
                command.addAll(
                        List.of(
                                "setpriv",
                                "--reuid=" + id,
                                "--regid=" + id,
                                "--clear-groups",
                                "--inh-caps=-all")));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(TestGuest.daemonOptions());
        command.addAll(List.of("-jar", TestGuest.daemon().toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.matches("(VMAN|QUARKUS)_.*"));
        environment.put("VMAN_STORAGE_PATH", storage.toString());
        environment.put("VMAN_RUN_PATH", root.resolve("r").toString());
        environment.put("VMAN_OPERATOR_ACCELERATOR", "tcg");
        environment.put("VMAN_OPERATOR_DETACH_TIMEOUT", "PT10S");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(onPort));
        environment.putAll(settings);
        environment.putAll(further);
        return builder.start();
    }

    private Api awaitReady() throws IOException {
        Waiting.until(
                READY,
                "VMAN is ready\n" + log(),
                () -> readyLines() > readyBefore || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("the daemon ended:\n" + log());
        }
        return new Api(port, Files.readString(storage.resolve("token")).strip());
    }

    /** Every start appends to the same log. */
    private long readyLines() {
        return log().lines().filter(line -> line.contains("VMAN is ready:")).count();
    }

    Api api() {
        return api;
    }

    Path storage() {
        return storage;
    }

    QemuProcesses qemus() {
        return qemus;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** As with {@code kill -9}: nothing is said goodbye to. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** As with Ctrl-C. */
    void terminate() {
        askToEnd();
        awaitEnd();
    }

    /** Returns at once. */
    void askToEnd() {
        process.destroy();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the daemon did not end within " + END);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** On the same storage and port. */
    void startAgain() throws IOException {
        process = launch();
        api = awaitReady();
    }

    /** As above; its database was lost. */
    void recover() throws IOException {
        process = launch(RECOVER);
        api = awaitReady();
    }

    /**
     * As above, but it is killed as soon as this is so, or dies by itself; false when it was ready
     * before.
     */
    boolean recoverUntil(BooleanSupplier moment) throws IOException {
        process = launch(RECOVER);
        long end = System.nanoTime() + READY.toNanos();
        while (process.isAlive() && !moment.getAsBoolean() && readyLines() == readyBefore) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it neither died nor became ready:\n" + log());
            }
            LockSupport.parkNanos(SHORT_NANOS);
        }
        boolean inTime = readyLines() == readyBefore;
        kill();
        return inTime;
    }

    /** As {@link #startAgain}, but the daemon may die first; false when it did. */
    boolean startAgainToLiveOrDie() throws IOException {
        process = launch();
        try {
            api = awaitReady();
        } catch (AssertionError e) {
            if (process.isAlive()) {
                throw e;
            }
        }
        return process.isAlive();
    }

    /** Waits for a daemon that ends itself; false when it does not. */
    boolean endsWithin(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What each of its threads is doing; for a daemon that does not answer. */
    String threads() {
        Path dump = root.resolve("threads");
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process asked =
                    new ProcessBuilder(
                                    jcmd,
                                    Long.toString(process.pid()),
                                    "Thread.dump_to_file",
                                    "-overwrite",
                                    dump.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean _ = asked.waitFor(END.toSeconds(), TimeUnit.SECONDS);
            return Files.exists(dump) ? Files.readString(dump) : "";
        } catch (IOException e) {
            return "unknown: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown: " + e;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        process.destroyForcibly();
        awaitEnd();
        GuestNamespace.endDhcpServers(storage);
        qemus.killAll();
        FileTrees.deleteTree(root);
    }

    /** The end of the log. */
    String lastWords() {
        List<String> lines = log().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 200), lines.size()));
    }
}
