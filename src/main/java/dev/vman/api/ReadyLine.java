package dev.vman.api;

import dev.vman.inventory.StorageLayout;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.io.PrintStream;

/** Says on standard output, in one line that programs wait for, that requests are answered now. */
@ApplicationScoped
class ReadyLine {
    private final StorageLayout storage;
    private final HttpServer server;

    ReadyLine(StorageLayout storage, HttpServer server) {
        this.storage = storage;
        this.server = server;
    }

    void started(@ObservesAsync HttpServerStart start) {
        String address = address(start.options().getHost());
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

    /** The port that was asked for may have been "any": the one that it became counts. */
    String address(String bound) {
        String host = bound.contains(":") ? "[" + bound + "]" : bound;
        return "http://" + host + ":" + server.getPort();
    }
}
