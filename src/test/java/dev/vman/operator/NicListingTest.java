package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.operator.LiveDevices.PluggedNic;
import org.junit.jupiter.api.Test;

/** QEMU 7.2's own words. */
class NicListingTest {
    private static final String CARD =
            "nic0: index=0,type=nic,model=virtio-net-pci,macaddr=52:54:00:12:34:56\r\n";
    private static final String USER = " \\ net0: index=0,type=user,net=10.0.2.0,restrict=off\r\n";
    private static final String TAP =
            " \\ net1: index=0,type=tap,ifname=vt0011223344,script=no,downscript=no\r\n";

    @Test
    void tellsWhereEachCardLeads() {
        NicListing listing = NicListing.parse(CARD + USER + CARD.replace("nic0", "nic1") + TAP);

        assertThat(listing.nics())
                .containsExactly(
                        new PluggedNic("nic0", "net0", ""),
                        new PluggedNic("nic1", "net1", "vt0011223344"));
        assertThat(listing.unused()).isEmpty();
        assertThat(listing.has("nic1")).isTrue();
        assertThat(listing.has("nic")).isFalse();
    }

    @Test
    void tellsOurEndsThatNoCardHas() {
        NicListing listing =
                NicListing.parse(
                        TAP.substring(3)
                                + CARD
                                + USER
                                + "net9: index=0,type=user,net=10.0.2.0,restrict=off\r\n"
                                + "mine: index=0,type=user,net=10.0.2.0,restrict=off\r\n");

        assertThat(listing.unused()).containsExactly("net1");
        assertThat(listing.nics()).containsExactly(new PluggedNic("nic0", "net0", ""));
    }

    @Test
    void tellsCardsThatLeadNowhereAndThoseOfOthers() {
        NicListing listing =
                NicListing.parse(
                        "e1000.0: index=0,type=nic,model=e1000,macaddr=52:54:00:00:00:01\r\n"
                                + CARD);

        assertThat(listing.nics())
                .containsExactly(new PluggedNic("e1000.0", "", ""), new PluggedNic("nic0", "", ""));
    }

    @Test
    void takesWhatItDoesNotKnowForNothing() {
        assertThat(NicListing.parse("").nics()).isEmpty();
        assertThat(NicListing.parse("hub 0\r\n \\ hub0port0: index=0,type=user,x\r\n?\r\n").nics())
                .isEmpty();
    }
}
