package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.StorageLayout;
import dev.vman.inventory.VmFolder;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaleSocketsTest {
    @TempDir Path root;
    private VmFolder vm;
    private StaleSockets sockets;

    @BeforeEach
    void haveARunFolder() throws IOException {
        vm = new StorageLayout(root).vm(UUID.randomUUID());
        sockets = new StaleSockets(root.resolve("short"));
        Files.createDirectories(vm.run());
    }

    @Test
    void goWhenNobodyListens() throws IOException {
        bind(vm.qmpSocket()).close();
        bind(vm.serialSocket()).close();

        sockets.remove(vm);

        assertThat(vm.run()).isEmptyDirectory();
    }

    @Test
    void stayWhileSomebodyListens() throws IOException {
        bind(vm.serialSocket()).close();
        try (ServerSocketChannel _ = bind(vm.qmpSocket())) {
            sockets.remove(vm);

            assertThat(vm.qmpSocket()).exists();
            assertThat(vm.serialSocket()).doesNotExist();
        }
    }

    @Test
    void areNotWhatOnlyHasTheirName() throws IOException {
        Path file = Files.writeString(vm.run().resolve("notes.sock"), "notes");
        Path link = Files.createSymbolicLink(vm.run().resolve("link.sock"), vm.qmpSocket());
        Path log = Files.writeString(vm.qemuLog(), "log");

        sockets.remove(vm);

        assertThat(file).hasContent("notes");
        assertThat(link).isSymbolicLink();
        assertThat(log).hasContent("log");
    }

    @Test
    void areNotMissedWhereThereIsNoRunFolder() throws IOException {
        Files.delete(vm.run());

        sockets.remove(vm);

        assertThat(vm.run()).doesNotExist();
    }

    private static ServerSocketChannel bind(Path socket) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket));
    }
}
