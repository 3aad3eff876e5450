package dev.vman.network;

import static dev.vman.network.SampleNetworks.DB;
import static dev.vman.network.SampleNetworks.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DhcpConfigTest {
    @Test
    void routesGuestsOfABridgeOverTheGateway() throws IOException {
        DhcpConfig config = config(SampleNetworks.bridge(DB, WEB));

        Golden.assertMatches("dnsmasq.conf", config.conf());
        Golden.assertMatches("hosts", config.hosts());
        Golden.assertMatches("names", config.names());
    }

    @Test
    void showsGuestsOfAnIsolatedNetworkNoWayOut() throws IOException {
        Golden.assertMatches("dnsmasq-isolated.conf", config(SampleNetworks.isolated(WEB)).conf());
    }

    @Test
    void asksTheNameServersThatWereNamedAndTellsGuests() {
        DesiredNetwork network =
                SampleNetworks.with(
                        SampleNetworks.bridge(), OptionalInt.empty(), "192.0.2.53", "10.77.0.1");

        assertThat(config(network).conf())
                .contains("server=192.0.2.53\n", "no-resolv\n")
                .doesNotContain("server=10.77.0.1\n")
                .contains("dhcp-option=option:dns-server,192.0.2.53,10.77.0.1\n");
    }

    @Test
    void quotesAPathThatHoldsQuotes() {
        DhcpConfig config =
                new DhcpConfig(
                        SampleNetworks.bridge(), new DhcpPaths(Path.of("/a \"b\"\\c")), "1:2");

        assertThat(config.conf()).contains("addn-hosts=\"/a \\\"b\\\"\\\\c/names\"\n");
    }

    private static DhcpConfig config(DesiredNetwork network) {
        return new DhcpConfig(
                network,
                new DhcpPaths(Path.of("/storage/networks").resolve(network.id().toString())),
                "4026532177:7");
    }
}
