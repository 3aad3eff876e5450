package dev.vman.qmp;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Runs what blocks on a virtual thread of its own. */
final class InBackground {
    private InBackground() {}

    static <T> CompletableFuture<T> run(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
