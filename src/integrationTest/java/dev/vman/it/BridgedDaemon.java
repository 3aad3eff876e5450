package dev.vman.it;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** A daemon whose networks are bridges in a network namespace of its own. */
final class BridgedDaemon implements AutoCloseable {
    private final GuestNamespace namespace = new GuestNamespace();
    private final VmanDaemon daemon;
    private final AtomicBoolean closed = new AtomicBoolean();

    BridgedDaemon() throws IOException {
        try {
            daemon = VmanDaemon.start(namespace.settings());
        } catch (IOException | RuntimeException | AssertionError e) {
            namespace.close();
            throw e;
        }
    }

    VmanDaemon daemon() {
        return daemon;
    }

    GuestNamespace namespace() {
        return namespace;
    }

    Api api() {
        return daemon.api();
    }

    /** With the test's guest; further fields as in a POST. */
    Vm vm(String name, Map<String, ?> fields) {
        Map<String, Object> body =
                new HashMap<>(
                        Map.of(
                                "name",
                                name,
                                "memoryMib",
                                128,
                                "boot",
                                TestGuest.bootFrom(daemon.storage().resolve("boot"))));
        body.putAll(fields);
        String id = api().post("vms", body).is(201).body().path("id").asText();
        return new Vm(daemon, UUID.fromString(id), name);
    }

    /** Of rows, processes, files, links, filters and leases. */
    Consistency consistency() {
        return new Consistency(daemon, Optional.of(bridges()), Set.of());
    }

    BridgeOracle bridges() {
        return new BridgeOracle(daemon, namespace);
    }

    List<ProcessHandle> dhcpServers() {
        return GuestNamespace.dhcpServers(daemon.storage());
    }

    /** For a program that is interrupted: its daemon and VMs end with it. */
    void closeAtTheEnd() {
        try {
            close();
        } catch (IOException e) {
            System.err.println("Something was left in /tmp: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            daemon.close();
        } finally {
            namespace.close();
        }
    }
}
