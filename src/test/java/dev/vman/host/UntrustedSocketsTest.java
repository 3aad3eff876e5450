package dev.vman.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UntrustedSocketsTest {
    @TempDir Path folder;

    @Test
    void connectThroughAPathThatIsTooLongForASocket() throws IOException {
        Path deep = folder.resolve("d".repeat(100)).resolve("e".repeat(100));
        Files.createDirectories(deep.getParent());
        Files.createSymbolicLink(deep, folder);
        try (ServerSocketChannel server = listen(folder.resolve("s"), 5);
                SocketChannel client = UntrustedSockets.connect(deep.resolve("s"));
                SocketChannel accepted = server.accept()) {
            assertThat(client.isBlocking()).isTrue();
            assertThat(accepted.isConnected()).isTrue();
        }
    }

    @Test
    void followNoLinkAndTakeNoFile() throws IOException {
        try (ServerSocketChannel _ = listen(folder.resolve("s"), 5)) {
            Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("s"));
            Path file = Files.createFile(folder.resolve("file"));

            for (Path wrong : List.of(link, file, folder, folder.resolve("none"))) {
                assertThatThrownBy(() -> UntrustedSockets.connect(wrong))
                        .as(wrong.toString())
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void neverWaitForOneThatTakesNobody() throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocketChannel _ = listen(folder.resolve("s"), 1)) {
            assertThatThrownBy(
                            () -> {
                                for (int count = 0; count < 10; count++) {
                                    waiting.add(UntrustedSockets.connect(folder.resolve("s")));
                                }
                            })
                    .isInstanceOf(IOException.class);
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    private static ServerSocketChannel listen(Path socket, int backlog) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return server.bind(UnixDomainSocketAddress.of(socket), backlog);
    }
}
