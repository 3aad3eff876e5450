package dev.vman.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final String FILE =
            """
            1795280000 52:54:00:00:00:01 10.77.0.11 web 01:52:54:00:00:00:01
            1795280001 52:54:00:00:00:02 10.77.0.12 * *
            duid 00:01:00:01:2d
            nonsense
            1795280001 zz 10.77.0.13 * *
            """;
    private static final Lease WEB =
            new Lease(MacAddress.parse("52:54:00:00:00:01"), Ipv4Address.parse("10.77.0.11"));

    @Test
    void readsWhatItUnderstands() {
        assertThat(Lease.read(FILE)).hasSize(2).startsWith(WEB);
        assertThat(Lease.read("")).isEmpty();
    }

    @Test
    void dropsAsAskedAndKeepsTheRest() {
        String kept = Lease.without(FILE, List.of(WEB));

        assertThat(kept).doesNotContain("10.77.0.11").contains("duid", "nonsense");
        assertThat(Lease.read(kept)).hasSize(1);
    }
}
