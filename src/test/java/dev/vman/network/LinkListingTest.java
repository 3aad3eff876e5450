package dev.vman.network;

import static dev.vman.network.SampleNetworks.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** By what iproute2 6.1 told of a bridge with a tap that we had it make. */
class LinkListingTest {
    private static final Path ANSWER = Path.of("src/test/resources/network/ip-addr-netconf.json");

    @Test
    void readsBridgesAndTapsAndForwarding() throws IOException {
        LinkListing listing = LinkListing.read(Files.readString(ANSWER));

        assertThat(listing.forwarding()).isTrue();
        assertThat(listing.links())
                .extracting(Link::name)
                .containsExactly("lo", "vmbr0", WEB.tap());
        Link bridge = listing.links().get(1);
        assertThat(bridge.kind()).isEqualTo(Link.Kind.BRIDGE);
        assertThat(bridge.mac()).isEqualTo("0a:76:11:bb:22:cc");
        assertThat(bridge.group()).isEqualTo("30317");
        assertThat(bridge.addresses()).containsExactly("10.77.0.1/24");
        assertThat(bridge.up()).isTrue();
        assertThat(bridge.vlan()).isEmpty();
        Link tap = listing.links().get(2);
        assertThat(tap.kind()).isEqualTo(Link.Kind.TAP);
        assertThat(tap.owner()).isEqualTo(WEB.uid());
        assertThat(tap.master()).isEqualTo(Optional.of("vmbr0"));
    }

    @Test
    void takesNoHalfAnswer() throws IOException {
        String half = Files.readString(ANSWER).lines().findFirst().orElseThrow();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> LinkListing.read(half));
    }
}
