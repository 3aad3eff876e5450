package dev.vman.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.host.NamespaceName;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In namespaces of the tests' own, from one of which another is asked over a veth pair. */
@Tag("integration")
@Timeout(60)
class MetadataListenerIT {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("169.254.169.254", 80);
    private static final String QUESTION = "GET /latest/meta-data/hostname HTTP/1.0\r\n\r\n";

    @BeforeAll
    static void needsRights() throws IOException {
        TestNamespace.assumePossible();
    }

    @Test
    void answersInTheNamespaceAndNowhereElse() throws Exception {
        try (TestNamespace host = new TestNamespace();
                TestNamespace other = new TestNamespace()) {
            host.serveMetadata(TestNamespace.only(Guests.web("169.254.169.254")));

            assertThat(host.ask("169.254.169.254", 80, QUESTION)).endsWith("\r\n\r\nweb");
            assertThatThrownBy(() -> other.ask("169.254.169.254", 80, QUESTION))
                    .isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> host.ask(TestNamespace.GATEWAY, 80, QUESTION))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void tellsTwoGuestsApartByTheirAddresses() throws Exception {
        try (TestNamespace host = new TestNamespace();
                TestNamespace web = new TestNamespace();
                TestNamespace bare = new TestNamespace()) {
            guest(host, web, "10.77.0.5");
            guest(host, bare, "10.77.0.6");
            host.serveMetadata(address ->
                    switch (address.toString()) {
                        case "10.77.0.5" -> Optional.of(Guests.web("10.77.0.5"));
                        case "10.77.0.6" -> Optional.of(Guests.bare("10.77.0.6"));
                        default -> Optional.empty();
                    });

            assertThat(web.ask("169.254.169.254", 80, QUESTION)).endsWith("web");
            assertThat(bare.ask("169.254.169.254", 80, QUESTION)).endsWith("bare");
            assertThat(host.ask("169.254.169.254", 80, QUESTION)).startsWith("HTTP/1.1 404");
        }
    }

    /** Leads this namespace's only link to the host's bridge, as a guest with this address. */
    private static void guest(TestNamespace host, TestNamespace guest, String address) {
        String end = "g" + address.substring(address.length() - 1);
        guest.ip("link", "del", "br0");
        host.ip(
                "link",
                "add",
                end,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "netns",
                guest.name().name());
        host.ip("link", "set", end, "master", "br0");
        host.ip("link", "set", end, "up");
        guest.ip("addr", "add", address + "/24", "dev", "eth0");
        guest.ip("link", "set", "eth0", "up");
        guest.ip("route", "add", "169.254.169.254", "dev", "eth0");
        NetworkBench.eventually("a port that forwards", () -> host.forwards(end));
    }

    @Test
    void waitsForTheAddressAndLetsGoOfANamespaceThatIsGone() throws Exception {
        MetadataRules rules = new MetadataRules(InstantSource.system(), false);
        NamespaceName name;
        MetadataListener listener;
        try (TestNamespace host = new TestNamespace()) {
            name = host.name();
            listener =
                    new MetadataListener(
                            Optional.of(name),
                            ADDRESS,
                            () ->
                                    new MetadataServer(
                                            rules, new NoGuests(), MetadataLimits.STANDARD));
            host.ip("addr", "del", "169.254.169.254/32", "dev", "br0");
            assertThatThrownBy(listener::ensure).isInstanceOf(IOException.class);
            assertThat(listener.listening()).isFalse();

            host.ip("addr", "add", "169.254.169.254/32", "dev", "br0");
            listener.ensure();
            listener.ensure();
            assertThat(listener.listening()).isTrue();
            assertThat(host.ask("169.254.169.254", 80, QUESTION)).startsWith("HTTP/1.1 404");
        }

        assertThatThrownBy(listener::ensure).isInstanceOf(NoSuchFileException.class);
        assertThat(listener.listening()).isFalse();
    }
}
