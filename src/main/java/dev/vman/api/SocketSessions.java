package dev.vman.api;

import dev.vman.host.UntrustedSockets;
import dev.vman.inventory.StorageLayout;
import dev.vman.operator.LiveMachine;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.UUID;

/** Makes what runs on a WebSocket. */
@Singleton
class SocketSessions {
    private final RunningMachines machines;
    private final StorageLayout storage;
    private final ConsoleLines lines;

    SocketSessions(RunningMachines machines, StorageLayout storage, ConsoleLines lines) {
        this.machines = machines;
        this.storage = storage;
        this.lines = lines;
    }

    /** Refuses as the API does where the VM is not as it must be. */
    SocketSession open(UUID vm, SocketKind kind, SocketQuery query) {
        return switch (kind) {
            case CONSOLE -> console(vm, query);
            case VNC -> new VncSession(screen(vm));
        };
    }

    /** Also of a VM that does not run: it may be started while somebody watches. */
    private SocketSession console(UUID vm, SocketQuery query) {
        VmPresence presence = new VmPresence(storage.vm(vm).folder(), () -> machines.process(vm));
        return new ConsoleSession(
                storage.vm(vm).consoleLog(), presence, lines.join(vm), query.write());
    }

    private SocketChannel screen(UUID vm) {
        LiveMachine _ = machines.require(vm);
        try {
            return UntrustedSockets.connect(storage.vm(vm).vncSocket());
        } catch (IOException e) {
            throw LiveMachine.noDisplay();
        }
    }
}
