package dev.vman.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressPoolTest {
    private static final Ipv4Subnet TINY = Ipv4Subnet.parse("10.1.2.0/30");
    private static final Ipv4Address FIRST = Ipv4Address.parse("10.1.2.1");
    private static final Ipv4Address SECOND = Ipv4Address.parse("10.1.2.2");

    @Test
    void givesTheLowestAddressThatNobodyHas() {
        Ipv4Subnet subnet = Ipv4Subnet.parse("10.1.2.0/24");

        assertThat(AddressPool.free(subnet, FIRST, Set.of())).contains(SECOND);
        assertThat(AddressPool.free(subnet, FIRST, Set.of(SECOND)))
                .contains(Ipv4Address.parse("10.1.2.3"));
        assertThat(AddressPool.free(subnet, Ipv4Address.parse("10.1.2.254"), Set.of()))
                .contains(FIRST);
    }

    @Test
    void givesNeitherGatewayNorNetworkNorBroadcastAddress() {
        assertThat(AddressPool.free(TINY, FIRST, Set.of())).contains(SECOND);
        assertThat(AddressPool.free(TINY, SECOND, Set.of())).contains(FIRST);
        assertThat(AddressPool.free(TINY, FIRST, Set.of(SECOND))).isEmpty();
    }
}
