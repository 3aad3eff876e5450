package dev.vman.api;

import dev.vman.inventory.StorageLayout;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.io.PrintStream;

/** Says on standard output, in one line that programs wait for, that requests are answered now. */
@ApplicationScoped
class ReadyLine {
    private final StorageLayout storage;

    ReadyLine(StorageLayout storage) {
        this.storage = storage;
    }

    void started(@ObservesAsync HttpServerStart server) {
        String address =
                "http://" + host(server.options().getHost()) + ":" + server.options().getPort();
        PrintStream out = System.out; // the one line that is not a log record
        out.println("VMAN is ready: " + address);
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            out.println(
                    "Try: curl -H \"Authorization: Bearer $(cat "
                            + storage.token()
                            + ")\" "
                            + address
                            + "/api/v1/vms");
        }
    }

    private static String host(String bound) {
        return bound.contains(":") ? "[" + bound + "]" : bound;
    }
}
