package dev.vman.observer;

import dev.vman.host.Presence;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.LiveMachine.BlockDevice;
import dev.vman.operator.Operator;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks QEMUs for what they have plugged: all at once, and none longer than a moment. */
@Singleton
class DeviceReader {
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private final Operator operator;

    DeviceReader(Operator operator) {
        this.operator = operator;
    }

    /** Questions that are under way. */
    record Asked(Map<UUID, CompletableFuture<List<BlockDevice>>> answers) {
        /** Those that came in time; the others could not tell. */
        Map<UUID, Presence<List<BlockDevice>>> await() {
            long end = System.nanoTime() + ANSWER.toNanos();
            Map<UUID, Presence<List<BlockDevice>>> devices = new HashMap<>();
            answers.forEach((vm, answer) -> devices.put(vm, get(answer, end - System.nanoTime())));
            return devices;
        }

        private static Presence<List<BlockDevice>> get(
                CompletableFuture<List<BlockDevice>> answer, long nanos) {
            try {
                return new Presence.Present<>(answer.get(Math.max(0, nanos), TimeUnit.NANOSECONDS));
            } catch (TimeoutException | ExecutionException e) {
                return new Presence.Unknown<>("QEMU did not say: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Presence.Unknown<>("interrupted");
            }
        }
    }

    Asked ask(List<UUID> vms) {
        Map<UUID, CompletableFuture<List<BlockDevice>>> answers = new HashMap<>();
        for (UUID vm : vms) {
            operator.held(vm).ifPresent(machine -> answers.put(vm, ask(vm, machine)));
        }
        return new Asked(answers);
    }

    private static CompletableFuture<List<BlockDevice>> ask(UUID vm, LiveMachine machine) {
        CompletableFuture<List<BlockDevice>> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("devices-" + vm)
                .start(() -> {
                    try {
                        answer.complete(machine.blockDevices());
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }
}
