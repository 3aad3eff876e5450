package dev.vman.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One daemon for all test classes, because its start takes seconds. After each test it is made
 * empty, but for the VMs that the class keeps; what cannot be made empty is thrown away.
 */
final class SharedDaemon implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private final Set<UUID> kept = new HashSet<>();
    private @Nullable Holder holder;

    /** The root store closes it after the last class. */
    private static final class Holder implements AutoCloseable {
        private @Nullable VmanDaemon daemon;

        VmanDaemon running() throws IOException {
            VmanDaemon present = daemon;
            if (present == null) {
                present = VmanDaemon.start();
                daemon = present;
            } else if (!present.isAlive()) {
                present.startAgain();
            }
            return present;
        }

        @Override
        public void close() throws IOException {
            VmanDaemon present = daemon;
            daemon = null;
            if (present != null) {
                present.close();
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        TestGuest.assumeAvailable();
        Holder shared =
                context.getRoot()
                        .getStore(ExtensionContext.Namespace.GLOBAL)
                        .computeIfAbsent(Holder.class, _ -> new Holder(), Holder.class);
        holder = shared;
        VmanDaemon _ = shared.running();
    }

    VmanDaemon get() {
        try {
            return Objects.requireNonNull(holder, "beforeAll").running();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Api api() {
        return get().api();
    }

    /** Lets a VM live until the end of the class. */
    Vm keep(Vm vm) {
        boolean _ = kept.add(vm.id());
        return vm;
    }

    static String newName(String prefix) {
        return prefix + "-" + NAMES.incrementAndGet();
    }

    /** A VM of 64 MiB; further fields win. */
    Vm create(Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>(Map.of("name", newName("vm"), "memoryMib", 64));
        body.putAll(fields);
        VmanDaemon daemon = get();
        var vm = daemon.api().post("vms", body).is(201).body();
        return new Vm(daemon, UUID.fromString(vm.path("id").asText()), vm.path("name").asText());
    }

    /** A VM without a disk or a kernel: its firmware finds nothing to boot. */
    Vm createBare() {
        return create(Map.of());
    }

    /** A VM that boots the real guest. */
    Vm createGuest() {
        return createGuest(Map.of());
    }

    Vm createGuest(Map<String, ?> fields) {
        Map<String, Object> body = new HashMap<>(Map.of("memoryMib", 128, "boot", boot()));
        body.putAll(fields);
        return create(body);
    }

    Map<String, String> boot() {
        return TestGuest.bootFrom(get().storage().resolve("boot"));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (context.getExecutionException().isPresent()) {
            System.err.println(context.getDisplayName() + " failed; the daemon's log:");
            System.err.println(get().lastWords());
        }
        empty(kept);
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        kept.clear();
        if (holder != null) {
            empty(kept);
        }
    }

    private void empty(Set<UUID> but) throws IOException {
        Leftovers left = new Leftovers(get());
        if (!left.remove(but)) {
            System.err.println("The daemon is thrown away; " + left.describe());
            Objects.requireNonNull(holder).close();
            kept.clear();
        }
    }
}
