package dev.vman.observer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.agent.GuestFacts;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import dev.vman.network.SeenAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestAddressesTest {
    @Test
    void areWhatIsAnAddressOfWhatAGuestSays() {
        List<GuestFacts.Interface> said =
                List.of(
                        new GuestFacts.Interface("lo", "", List.of("127.0.0.1/8")),
                        new GuestFacts.Interface(
                                "eth0",
                                "52:54:00:00:00:01",
                                List.of("10.77.0.2/24", "fe80::1/64", "", "999.1.1.1/8", "/")),
                        new GuestFacts.Interface("x", "no mac", List.of("10.77.0.3/24")));

        assertThat(GuestAddresses.read(said))
                .containsExactly(
                        new SeenAddress(
                                MacAddress.parse("52:54:00:00:00:01"),
                                Ipv4Address.parse("10.77.0.2"),
                                SeenAddress.How.REPORTED));
    }
}
