package dev.vman.network;

import static dev.vman.network.SampleNetworks.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** By a listing that nft 1.0.6 gave of the tables that we had it make. */
class NftListingTest {
    private static final Path LISTING = Path.of("src/test/resources/network/nft-list-ruleset.json");
    private static final NftTable GUESTS = GuestFilter.of(SampleNetworks.bridge(WEB));
    private static final NftTable ROUTING = RoutingFilter.of(SampleNetworks.bridge(WEB));

    @Test
    void findsWhatWasMade() throws IOException {
        Map<String, List<String>> tables = NftListing.read(Files.readString(LISTING));

        assertThat(tables)
                .containsEntry(GUESTS.key(), GUESTS.contents())
                .containsEntry(ROUTING.key(), ROUTING.contents())
                .hasSize(2);
    }

    @Test
    void noticesARuleThatIsNotOurs() throws IOException {
        String changed =
                Files.readString(LISTING).replaceFirst("\"comment\": \"vman:[0-9a-f]{12}\", ", "");

        assertThat(NftListing.read(changed).get(ROUTING.key())).isNotEqualTo(ROUTING.contents());
    }

    @Test
    void noticesAnElementThatIsGone() throws IOException {
        String changed = Files.readString(LISTING).replace("10.77.0.11", "10.77.0.66");

        assertThat(NftListing.read(changed).get(GUESTS.key())).isNotEqualTo(GUESTS.contents());
    }
}
