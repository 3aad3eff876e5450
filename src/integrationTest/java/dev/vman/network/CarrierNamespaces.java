package dev.vman.network;

import dev.vman.host.NamespaceName;
import dev.vman.host.NamespaceThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that has a virtual thread wait for work in a network namespace, while so many others
 * are busy that it needs another carrier to go on. Prints the namespaces of its threads.
 */
final class CarrierNamespaces {
    private static final int BUSY = 3;
    private static volatile boolean over;

    private CarrierNamespaces() {}

    public static void main(String[] arguments) throws Exception {
        CountDownLatch there = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        for (int thread = 0; thread < BUSY; thread++) {
            keepACarrierBusy();
        }
        Thread caller = Thread.startVirtualThread(() -> call(arguments[0], there, mayReturn));
        require(there.await(10, TimeUnit.SECONDS), "nobody came to the namespace");
        awaitParked(caller);
        keepACarrierBusy();
        mayReturn.countDown();
        require(caller.join(Duration.ofSeconds(10)), "the caller did not go on");
        System.out.println(String.join(" ", lastingNamespaces()));
        over = true;
    }

    private static void call(String namespace, CountDownLatch there, CountDownLatch mayReturn) {
        try {
            boolean _ =
                    NamespaceThread.call(
                            new NamespaceName(namespace),
                            () -> {
                                there.countDown();
                                return mayReturn.await(10, TimeUnit.SECONDS);
                            });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keepACarrierBusy() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        Thread _ =
                Thread.startVirtualThread(() -> {
                    busy.countDown();
                    while (!over) {
                        Thread.onSpinWait();
                    }
                });
        require(busy.await(10, TimeUnit.SECONDS), "there are not enough carriers");
    }

    private static void awaitParked(Thread thread) throws InterruptedException {
        for (int tries = 0; tries < 1_000; tries++) {
            if (thread.getState() == Thread.State.WAITING) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        require(false, "the caller does not wait");
    }

    /** The thread that was in the namespace may need a moment to end. */
    private static Set<String> lastingNamespaces() throws Exception {
        Set<String> seen = namespaces();
        for (int tries = 0; tries < 1_000 && seen.size() > 1; tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
            seen = namespaces();
        }
        return seen;
    }

    private static Set<String> namespaces() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.map(task -> task.resolve("ns/net"))
                    .flatMap(CarrierNamespaces::link)
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> link(Path file) {
        try {
            return Stream.of(Files.readSymbolicLink(file).toString());
        } catch (NoSuchFileException _) {
            return Stream.empty();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }
}
