package dev.vman.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.inventory.Ipv4Address;
import dev.vman.inventory.MacAddress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeedFilesTest {
    private static final String KEY = "ssh-ed25519 AAAA \"a\": {b}";
    private static final GuestSeed.Link TOLD =
            new GuestSeed.Link.Told(
                    MacAddress.of(Machines.ID),
                    Ipv4Address.parse("10.77.0.2"),
                    24,
                    Optional.of(Ipv4Address.parse("10.77.0.1")),
                    List.of(Ipv4Address.parse("9.9.9.9")));

    private static GuestSeed seed(@Nullable String userData, GuestSeed.Link... links) {
        return new GuestSeed(
                Machines.ID,
                "web-1.example.org",
                List.of(KEY),
                Optional.ofNullable(userData),
                List.of(links));
    }

    private static JsonNode json(GuestSeed seed, String file) throws IOException {
        return new ObjectMapper().readTree(text(seed, file).replaceFirst("^#cloud-config\n", ""));
    }

    private static String text(GuestSeed seed, String file) {
        return new String(SeedFiles.of(seed).getOrDefault(file, new byte[0]), UTF_8);
    }

    @Test
    void tellNameAndKeysAsValuesWhateverTheyHold() throws IOException {
        JsonNode told = json(seed(null), "meta-data");

        assertThat(told.path("local-hostname").asText()).isEqualTo("web-1.example.org");
        assertThat(told.path("public-keys").path(0).asText()).isEqualTo(KEY);
        assertThat(told.path("instance-id").asText()).startsWith(Machines.ID + "-");
    }

    @Test
    void leaveUserDataAsItIs() {
        assertThat(text(seed("#!/bin/sh\necho: [\n"), "user-data"))
                .isEqualTo("#!/bin/sh\necho: [\n");
        assertThat(text(seed(null), "user-data")).isEqualTo("#cloud-config\n{}");
    }

    @Test
    void makeAnotherInstanceOfAGuestThatIsToldSomethingElse() throws IOException {
        String first = json(seed("a"), "meta-data").path("instance-id").asText();

        assertThat(json(seed("a", TOLD), "meta-data").path("instance-id").asText())
                .isEqualTo(first);
        assertThat(json(seed("b"), "meta-data").path("instance-id").asText()).isNotEqualTo(first);
    }

    @Test
    void giveANicItsAddressOrLetItAsk() throws IOException {
        GuestSeed.Link asking = new GuestSeed.Link.Asking(MacAddress.of(Machines.ID));

        JsonNode links = json(seed(null, TOLD, asking), "network-config").path("ethernets");

        JsonNode told = links.path("eth0");
        assertThat(told.path("match").path("macaddress").asText())
                .isEqualTo(MacAddress.of(Machines.ID).value());
        assertThat(told.path("addresses").path(0).asText()).isEqualTo("10.77.0.2/24");
        assertThat(told.path("routes").path(0).path("via").asText()).isEqualTo("10.77.0.1");
        assertThat(told.path("nameservers").path("addresses").path(0).asText())
                .isEqualTo("9.9.9.9");
        assertThat(links.path("eth1").path("dhcp4").asBoolean()).isTrue();
        assertThat(json(seed(null), "vendor-data").path("updates").path("network").path("when"))
                .hasSize(2);
    }
}
