package dev.vman.network;

import dev.vman.host.CommandResult;
import dev.vman.host.NetworkNamespace;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Reads what there is of one network. */
final class NetworkReader {
    private static final Executor BESIDE =
            task -> Thread.ofVirtual().name("network-reading").start(task);

    private final NetworkNamespace namespace;
    private final DhcpServers servers;

    NetworkReader(NetworkNamespace namespace, DhcpServers servers) {
        this.namespace = namespace;
        this.servers = servers;
    }

    ObservedNetwork read(NetworkFolder folder) {
        Optional<Long> inode = namespace.inode();
        if (inode.isEmpty()) {
            return new ObservedNetwork(
                    inode, List.of(), false, Map.of(), servers.running(folder), files(folder));
        }
        CompletableFuture<Map<String, List<String>>> tables =
                CompletableFuture.supplyAsync(this::tables, BESIDE);
        CompletableFuture<LinkListing> links = CompletableFuture.supplyAsync(this::links, BESIDE);
        var running = servers.running(folder);
        var files = files(folder);
        return new ObservedNetwork(
                inode,
                result(links).links(),
                result(links).forwarding(),
                result(tables),
                running,
                files);
    }

    /** The commands have deadlines of their own. */
    private static <T> T result(CompletableFuture<T> reading) {
        try {
            return reading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException told) {
                throw told;
            }
            throw e;
        }
    }

    private LinkListing links() {
        String said = output(namespace.ipShow(LinkListing.QUESTIONS), "ip");
        return parsed(() -> LinkListing.read(said));
    }

    private Map<String, List<String>> tables() {
        String said = output(namespace.nftRuleset(), "nft");
        return parsed(() -> NftListing.read(said));
    }

    private static NetworkFiles files(NetworkFolder folder) {
        return parsed(folder::read);
    }

    static String output(CommandResult result, String program) {
        if (!result.succeeded() || result.truncated()) {
            throw ToolFailure.of(program, result);
        }
        return result.stdout();
    }

    private interface Reading<T> {
        T get() throws IOException;
    }

    private static <T> T parsed(Reading<T> reading) {
        try {
            return reading.get();
        } catch (IOException e) {
            throw ToolFailure.of(e);
        }
    }
}
