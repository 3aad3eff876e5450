package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.ProcessIdentity;
import dev.vman.inventory.Rows;
import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.Vm;
import dev.vman.inventory.VmState;
import dev.vman.inventory.Vms;
import dev.vman.journal.HeldByAct;
import dev.vman.journal.Journal;
import dev.vman.operator.FakeMachine;
import dev.vman.operator.FakeOperator;
import dev.vman.operator.StaleSockets;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A QEMU ended while nobody watched, and its sockets are still there. */
@QuarkusTest
class SocketSweepTest {
    // A socket's path must be short, so it is not the application's storage.
    @TempDir Path root;
    @Inject Vms vms;
    @Inject Journal journal;
    @Inject HeldByAct held;
    private final FakeOperator operator = new FakeOperator();
    private final World world = new World();
    private final Vm vm = Rows.vm(VmState.STOPPED);
    private SocketSweep sweep;
    private Path socket;

    @BeforeEach
    void haveAStoppedVm() throws IOException {
        StorageLayout layout = new StorageLayout(root);
        sweep = new SocketSweep(vms, journal, operator, layout, new StaleSockets(root));
        inTransaction(() -> vms.add(vm));
        Files.createDirectories(layout.vm(vm.id).run());
        socket = layout.vm(vm.id).qmpSocket();
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        world.sockets.put(vm.id, List.of("qmp.sock"));
    }

    @AfterEach
    void removeIt() {
        inTransaction(() -> vms.remove(vms.require(vm.id)));
    }

    @Test
    void removesThem() {
        sweep.run(world.read());

        assertThat(socket).doesNotExist();
    }

    @Test
    void leavesThoseOfAVmThatAProcessIsSeenOf() {
        world.runs(4711, vm.id, true);

        sweep.run(world.read());

        assertThat(socket).exists();
    }

    @Test
    void leavesThoseOfAVmThatStartedMeanwhile() {
        inTransaction(() -> vms.become(vms.require(vm.id), VmState.RUNNING, null));

        sweep.run(world.read());

        assertThat(socket).exists();
    }

    @Test
    void leavesThoseOfAVmWhoseMachineIsHeld() {
        operator.held.put(vm.id, new FakeMachine(new ProcessIdentity("dry-run", 1L << 40, 0)));

        sweep.run(world.read());

        assertThat(socket).exists();
    }

    @Test
    void leavesThoseThatAnActIsHolding() {
        try (HeldByAct.Hold _ = held.hold(vm.id)) {
            sweep.run(world.read());
        }

        assertThat(socket).exists();
    }

    private static void inTransaction(Runnable work) {
        QuarkusTransaction.requiringNew().run(work);
    }
}
