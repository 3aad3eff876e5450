package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    private final AllowedHosts hosts =
            AllowedHosts.of("192.0.2.7", List.of("vman.example", "fd00::7"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LOCALHOST:1",
                "127.0.0.1:8080",
                "[::1]",
                "[::1]:8080",
                "192.0.2.7:80",
                "vman.example",
                "[fd00::7]:8080"
            })
    void admitsItsOwnNamesOnAnyPort(String header) {
        assertThat(hosts.admitsHost(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example",
                "localhost:8080:9",
                "localhost:",
                "user@localhost",
                "localhost, evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.2",
                "::1",
                "localhost/x"
            })
    void refusesEveryOtherHost(String header) {
        assertThat(hosts.admitsHost(header)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:3000", "https://vman.example", "http://[::1]:8080"})
    void admitsPagesOfItsOwn(String origin) {
        assertThat(hosts.admitsOrigin(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "localhost",
                "http://evil.example",
                "file://localhost",
                "http://localhost@evil.example",
                "http://localhost/",
                "https://localhost.evil.example"
            })
    void refusesPagesOfOthers(String origin) {
        assertThat(hosts.admitsOrigin(origin)).isFalse();
    }
}
