package dev.vman.lifecycle;

import dev.vman.Failure;
import dev.vman.agent.AgentException;
import dev.vman.agent.AgentSilent;
import dev.vman.agent.CommandResult;
import dev.vman.agent.FileAttributes;
import dev.vman.agent.GuestAgent;
import dev.vman.agent.GuestCommand;
import dev.vman.agent.GuestFacts;
import dev.vman.agent.GuestFile;
import dev.vman.agent.GuestPath;
import dev.vman.agent.WrittenFile;
import dev.vman.inventory.Reference;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.operator.LiveMachine;
import dev.vman.operator.Operator;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way in to what is inside of guests. Nothing of it is an operation: it changes the guest, and
 * nothing that VMAN keeps. Every method throws {@link Failure} to refuse; a VM has to be running.
 */
@ApplicationScoped
public class GuestRequests {
    private final Vms vms;
    private final Operator operator;

    GuestRequests(Vms vms, Operator operator) {
        this.vms = vms;
        this.operator = operator;
    }

    /** What the guest says of itself; empty where no agent answers. */
    public Optional<GuestFacts> facts(String reference) {
        GuestAgent guest = guest(running(reference));
        return ask(() -> {
            try {
                return Optional.of(guest.facts());
            } catch (AgentSilent _) {
                return Optional.empty();
            }
        });
    }

    /** Whether the agent of a VM's guest answers within this time; false where none can. */
    public boolean answers(UUID vm, Duration within) {
        return operator.held(vm)
                .flatMap(LiveMachine::guest)
                .filter(guest -> guest.answers(within))
                .isPresent();
    }

    /** Runs a command to its end. */
    public CommandResult run(String reference, GuestCommand command) {
        return with(reference, guest -> guest.commands().run(command));
    }

    /** Looks at a file, which may be read then by {@link #copy}. */
    public GuestFile find(String reference, String path) {
        checkPath(path);
        return with(reference, guest -> guest.files().find(path));
    }

    /**
     * Copies a file's content.
     *
     * @throws IOException from the target
     */
    public static void copy(GuestFile file, OutputStream target) throws IOException {
        try {
            file.copyTo(target);
        } catch (AgentException e) {
            throw GuestFailure.of(e);
        }
    }

    /**
     * Writes a file; whole, or not at all.
     *
     * @throws IOException from the content
     */
    public WrittenFile write(
            String reference, String path, InputStream content, FileAttributes attributes)
            throws IOException {
        checkPath(path);
        try {
            return guest(running(reference)).files().write(path, content, attributes);
        } catch (AgentException e) {
            throw GuestFailure.of(e);
        }
    }

    private static void checkPath(String path) {
        if (!GuestPath.isFile(path)) {
            throw Failure.Invalid.field("path", "must be the absolute path of a file");
        }
    }

    private <T> T with(String reference, Function<GuestAgent, T> question) {
        GuestAgent guest = guest(running(reference));
        return ask(() -> question.apply(guest));
    }

    private static <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (AgentException e) {
            throw GuestFailure.of(e);
        }
    }

    private Vm running(String reference) {
        Vm vm =
                QuarkusTransaction.requiringNew()
                        .call(() -> vms.require(Reference.parse(reference)));
        if (vm.state == VmState.UNREACHABLE) {
            throw VmAct.unreachable(vm);
        }
        if (vm.state != VmState.RUNNING) {
            throw VmAct.wrongState(vm, "looked into", "Start or resume it first.");
        }
        return vm;
    }

    private GuestAgent guest(Vm vm) {
        return operator.held(vm.id)
                .flatMap(LiveMachine::guest)
                .orElseThrow(() ->
                        Failure.Unavailable.now(
                                "agent-unavailable",
                                "VM '" + vm.name + "' has no guest that could be asked.",
                                "In a dry run there are none; else try again."));
    }
}
