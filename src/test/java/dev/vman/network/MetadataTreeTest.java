package dev.vman.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTreeTest {
    private static final MetadataTree TREE = new MetadataTree(Guests.web("10.77.0.5"));

    @ParameterizedTest
    @CsvSource({
        "/latest/meta-data/instance-id, 0f0e0d0c-0b0a-4908-8706-050403020100",
        "/latest/meta-data/hostname, web",
        "/latest/meta-data/local-hostname, web",
        "/latest/meta-data/local-ipv4, 10.77.0.5",
        "/latest/meta-data/mac, 52:54:00:02:01:00",
        "/latest/meta-data/public-keys/0/openssh-key, ssh-ed25519 AAAA one",
        "/latest/meta-data/public-keys/1/openssh-key, ssh-rsa BBBB two",
        "/2009-04-04/meta-data/hostname, web",
        "/latest/meta-data/mac/, 52:54:00:02:01:00"
    })
    void tellsAValue(String path, String value) {
        assertThat(TREE.read(path)).contains(value);
    }

    @Test
    void tellsUserDataAsItIs() {
        assertThat(TREE.read("/latest/user-data")).contains("#cloud-config\n");
    }

    @Test
    void listsFoldersWithAndWithoutASlashAtTheirEnd() {
        assertThat(TREE.read("/")).contains("2009-04-04\nlatest");
        assertThat(TREE.read("/latest")).contains("meta-data/\nuser-data");
        assertThat(TREE.read("/latest/meta-data"))
                .isEqualTo(TREE.read("/latest/meta-data/"))
                .contains("hostname\ninstance-id\nlocal-hostname\nlocal-ipv4\nmac\npublic-keys/");
        assertThat(TREE.read("/latest/meta-data/public-keys/")).contains("0=key-0\n1=key-1");
        assertThat(TREE.read("/latest/meta-data/public-keys/0")).contains("openssh-key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/newest/meta-data",
                "/latest/meta",
                "/latest/meta-data/public-keys/2",
                "/latest/../latest/user-data",
                "//latest/user-data",
                "/latest//user-data",
                "/latest/user-data/x",
                "http://elsewhere/latest/user-data"
            })
    void knowsNothingElse(String path) {
        assertThat(TREE.read(path)).isEmpty();
    }

    @Test
    void leavesOutWhatAGuestHasNot() {
        MetadataTree bare = new MetadataTree(Guests.bare("10.77.0.6"));

        assertThat(bare.read("/latest")).contains("meta-data/");
        assertThat(bare.read("/latest/user-data")).isEmpty();
        assertThat(bare.read("/latest/meta-data/public-keys/")).isEmpty();
        assertThat(bare.read("/latest/meta-data/").orElseThrow()).doesNotContain("public-keys");
    }
}
