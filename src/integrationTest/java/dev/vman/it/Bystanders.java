package dev.vman.it;

import dev.vman.host.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** VMs beside it all that nothing may touch: one without an OS, and a Linux that counts seconds. */
final class Bystanders {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int WEB = 80;
    private static final Duration BOOT = Duration.ofMinutes(10);
    private final Vm bare;
    private final ProcessIdentity bareProcess;
    private final Vm guest;
    private final ProcessIdentity guestProcess;
    private final GuestUptime uptime;
    private final Optional<GuestNamespace> namespace;

    /**
     * Both run; returns when Linux has booted.
     *
     * @param namespace from which Linux is reached over its bridge, if it is on one
     */
    Bystanders(Vm bare, Vm guest, Optional<GuestNamespace> namespace) {
        this.namespace = namespace;
        this.bare = bare;
        this.guest = guest;
        bareProcess = bare.process();
        guestProcess = guest.process();
        uptime = new GuestUptime(GuestConsole.of(guest, BOOT));
    }

    Set<UUID> ids() {
        return Set.of(bare.id(), guest.id());
    }

    /**
     * What happened to them, if anything did: each has to be the process that it was from the
     * start, has to run, and Linux must not have stood still since the last time.
     */
    Optional<String> disturbance() {
        return change(bare, bareProcess)
                .or(() -> change(guest, guestProcess))
                .or(this::interruption)
                .or(this::isolation);
    }

    private Optional<String> isolation() {
        String address = guest.read().path("nics").path(0).path("assigned").asText();
        return namespace
                .filter(own -> !Waiting.happens(SOON, () -> own.reaches(address, WEB)))
                .map(_ -> guest.name() + " is not reached at " + address + ": " + guest.read());
    }

    private static Optional<String> change(Vm vm, ProcessIdentity wanted) {
        List<ProcessIdentity> there = vm.qemus().stream().map(qemu -> qemu.identity()).toList();
        if (!there.equals(List.of(wanted))) {
            return Optional.of(vm.name() + " was " + wanted + ", is " + there + ": " + acts(vm));
        }
        String status = vm.ask("query-status").path("status").asText();
        if (!status.equals("running")) {
            return Optional.of("QEMU says that " + vm.name() + " is " + status + ": " + acts(vm));
        }
        return Waiting.happens(SOON, () -> vm.state().equals("running"))
                ? Optional.empty()
                : Optional.of(vm.name() + " runs, and the API says: " + vm.read());
    }

    /** Whether anybody asked for it. */
    private static String acts(Vm vm) {
        return vm.daemon()
                .api()
                .items("operations?limit=1000")
                .map(Object::toString)
                .filter(row -> row.contains(vm.id().toString()))
                .toList()
                .toString();
    }

    private Optional<String> interruption() {
        try {
            return uptime.interruption();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
