package dev.vman.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4SubnetTest {
    @Test
    void knowsItsAddresses() {
        Ipv4Subnet subnet = Ipv4Subnet.parse("10.77.0.0/24");

        assertThat(subnet.firstHost()).hasToString("10.77.0.1");
        assertThat(subnet.lastHost()).hasToString("10.77.0.254");
        assertThat(subnet.broadcast()).hasToString("10.77.0.255");
        assertThat(subnet.canBeHost(Ipv4Address.parse("10.77.0.255"))).isFalse();
        assertThat(subnet).hasToString("10.77.0.0/24");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "10.0.0.5/8",
                "10.0.0.0/31",
                "10.0.0.0/32",
                "10.0.0.0/7",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0",
                "10.0.0/24",
                "010.0.0.0/24",
                "10.0.0.256/24",
                "fd00::/64",
                "127.0.0.0/8",
                "169.254.0.0/16",
                "224.0.0.0/8",
                "240.0.0.0/8",
                "0.0.0.0/8",
                "255.255.255.252/30",
                "10.0.0.0/24; drop",
                "１０.0.0.0/24",
                ""
            })
    void refusesWhatNoGuestCanLiveIn(String text) {
        assertThatThrownBy(() -> Ipv4Subnet.parse(text))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("subnet: ");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/24, 10.0.0.0/24, true",
        "10.0.0.0/16, 10.0.5.0/24, true",
        "10.0.5.0/24, 10.0.0.0/16, true",
        "10.0.0.0/24, 10.0.1.0/24, false",
        "192.168.0.0/30, 192.168.0.4/30, false"
    })
    void tellsWhetherTwoShareAnAddress(String one, String other, boolean expected) {
        assertThat(Ipv4Subnet.parse(one).overlaps(Ipv4Subnet.parse(other))).isEqualTo(expected);
    }

    @Test
    void namesTheLowestAddressWhereThereAreHostBits() {
        assertThatThrownBy(() -> Ipv4Subnet.parse("10.0.0.5/8")).hasMessageContaining("10.0.0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01:00:5e:00:00:01",
                "ff:ff:ff:ff:ff:ff",
                "00:00:00:00:00:00",
                "52:54:00:12:34",
                "52-54-00-12-34-56",
                "52:54:00:12:34:5g",
                "52:54:00:12:34:56\n"
            })
    void noMacAddressIsOneOfManyNics(String text) {
        assertThatThrownBy(() -> MacAddress.parse(text)).isInstanceOf(Failure.Invalid.class);
    }
}
