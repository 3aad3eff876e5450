package dev.vman.observer;

import dev.vman.host.Presence;
import dev.vman.operator.LiveDevices.BlockDevice;
import dev.vman.operator.LiveDevices.PluggedNic;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final KnownNics nics = new KnownNics();

    DeviceReader(Operator operator) {
        this.operator = operator;
    }

    /** What one QEMU has. */
    record Devices(List<BlockDevice> disks, List<PluggedNic> nics) {
        Devices {
            disks = List.copyOf(disks);
            nics = List.copyOf(nics);
        }
    }

    /** Questions that are under way. */
    record Asked(Map<UUID, CompletableFuture<Devices>> answers) {
        /** Those that came in time; the others could not tell. */
        Map<UUID, Presence<Devices>> await() {
            long end = System.nanoTime() + ANSWER.toNanos();
            Map<UUID, Presence<Devices>> devices = new HashMap<>();
            answers.forEach((vm, answer) -> devices.put(vm, get(answer, end - System.nanoTime())));
            return devices;
        }

        private static Presence<Devices> get(CompletableFuture<Devices> answer, long nanos) {
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

    Asked ask(List<UUID> vms, Freshness wanted) {
        nics.begin(Set.copyOf(vms));
        Map<UUID, CompletableFuture<Devices>> answers = new HashMap<>();
        for (UUID vm : vms) {
            operator.held(vm).ifPresent(machine -> answers.put(vm, ask(vm, machine, wanted)));
        }
        return new Asked(answers);
    }

    private CompletableFuture<Devices> ask(UUID vm, LiveMachine machine, Freshness wanted) {
        CompletableFuture<Devices> answer = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("devices-" + vm)
                .start(() -> {
                    try {
                        answer.complete(
                                new Devices(
                                        machine.devices().blockDevices(),
                                        nics.of(vm, machine, wanted)));
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer;
    }
}
