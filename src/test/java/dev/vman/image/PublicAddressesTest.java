package dev.vman.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    private final PublicAddresses rule = new PublicAddresses();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.0.170",
                "192.0.2.1",
                "198.19.0.1",
                "203.0.113.9",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::ffff:8.8.8.8",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::a00:1",
                "100::1",
                "fc00::1",
                "fd12:3456::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "3ffe::1"
            })
    void keepsAwayFromWhatIsNotTheWorlds(String address) throws UnknownHostException {
        InetAddress parsed = InetAddress.getByName(address);

        // Java takes the IPv4 address out of a mapped one, which is then judged by itself.
        assertThat(rule.allows(parsed)).isEqualTo(address.equals("::ffff:8.8.8.8"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "151.101.2.132",
                "172.32.0.1",
                "2a04:4e42::644",
                "2606:4700::1111"
            })
    void allowsThoseOfTheWorld(String address) throws UnknownHostException {
        assertThat(rule.allows(InetAddress.getByName(address))).isTrue();
    }
}
