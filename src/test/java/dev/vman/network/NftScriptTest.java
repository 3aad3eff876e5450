package dev.vman.network;

import static dev.vman.network.SampleNetworks.DB;
import static dev.vman.network.SampleNetworks.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.inventory.NetworkMode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NftScriptTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void filtersGuestsOnOurBridge() throws IOException {
        assertGolden("guests.json", GuestFilter.of(SampleNetworks.bridge(WEB, DB)));
    }

    @Test
    void filtersEthernetAddressesAloneOnAForeignBridge() throws IOException {
        assertGolden("guests-foreign.json", GuestFilter.of(SampleNetworks.foreign(WEB)));
    }

    @Test
    void routesAndForwardsForABridge() throws IOException {
        List<Forward> forwards =
                List.of(
                        new Forward(Forward.Protocol.TCP, 8080, WEB.ip(), 80),
                        new Forward(Forward.Protocol.UDP, 5353, DB.ip(), 53));
        DesiredNetwork network =
                SampleNetworks.network(
                        SampleNetworks.ID,
                        NetworkMode.BRIDGE,
                        "vmbr0",
                        "10.77.0.0/24",
                        forwards,
                        WEB,
                        DB);

        assertGolden("routing.json", RoutingFilter.of(network));
    }

    @Test
    void routesNothingForAnIsolatedNetwork() throws IOException {
        assertGolden("routing-isolated.json", RoutingFilter.of(SampleNetworks.isolated(WEB)));
    }

    @Test
    void namesNoTableButItsOwn() throws IOException {
        JsonNode script =
                JSON.readTree(
                        new NftScript()
                                .replace(GuestFilter.of(SampleNetworks.bridge(WEB)))
                                .remove("inet", "vman-aa11bb22cc")
                                .toString());

        assertThat(script.findValuesAsText("table"))
                .filteredOn(name -> !name.isEmpty())
                .containsOnly("vman-aa11bb22cc");
        assertThat(script.toString()).doesNotContain("flush");
    }

    /** One command a line: people read the difference. */
    private static void assertGolden(String name, NftTable table) throws IOException {
        JsonNode script = JSON.readTree(new NftScript().replace(table).toString());
        StringBuilder lines = new StringBuilder();
        script.path("nftables").forEach(command -> lines.append(command).append('\n'));
        Golden.assertMatches(name, lines.toString());
    }
}
