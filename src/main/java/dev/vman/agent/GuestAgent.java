package dev.vman.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;

/**
 * One guest, through its agent. Any number of threads may use it; none of them waits without end,
 * and none is hindered by another guest.
 */
public final class GuestAgent implements AutoCloseable {
    private final AgentClient client;
    private final GuestCommands commands;
    private final GuestFiles files;

    /**
     * A guest that nothing has been asked of yet.
     *
     * @param agent the socket of {@code org.qemu.guest_agent.0}
     * @param port the socket of {@code dev.vman.files.0}, over which files' bytes go
     */
    public GuestAgent(SocketDial agent, SocketDial port, AgentLimits limits) {
        client = new AgentClient(agent, limits);
        GuestProcesses processes = new GuestProcesses(client, limits);
        commands = new GuestCommands(processes, limits);
        files = new GuestFiles(processes, new GuestCommands(processes, limits), port, limits);
    }

    /** Whether an agent answers within this time. */
    public boolean answers(Duration within) {
        return client.answers(within);
    }

    /** Throws {@link AgentSilent} where no agent answers. */
    public GuestFacts facts() {
        return FactsReading.of(client);
    }

    /** Throws {@link AgentException} where no agent answers, or refuses to. */
    public List<GuestFacts.Interface> interfaces() {
        return FactsReading.interfaces(client);
    }

    public GuestCommands commands() {
        return commands;
    }

    public GuestFiles files() {
        return files;
    }

    /** Asks the guest to power itself off. It may be heard without being done. */
    public void powerOff() {
        client.tell(
                "guest-shutdown", JsonNodeFactory.instance.objectNode().put("mode", "powerdown"));
    }

    @Override
    public void close() {
        client.close();
    }
}
