package dev.vman.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.vman.operator.HostForward.Protocol;
import org.junit.jupiter.api.Test;

class UserForwardsTest {
    private static final String LISTING =
            """
            Hub -1 (net0):\r
              Protocol[State]    FD  Source Address  Port   Dest. Address  Port RecvQ SendQ\r
              TCP[ESTABLISHED]   15       127.0.0.1  2222       10.0.2.15    22     0     0\r
              TCP[HOST_FORWARD]  12       127.0.0.1  2222       10.0.2.15    22     0     0\r
              UDP[HOST_FORWARD]  13       127.0.0.1  5353       10.0.2.15    53     0     0\r
            Hub -1 (net1):\r
              Protocol[State]    FD  Source Address  Port   Dest. Address  Port RecvQ SendQ\r
              TCP[HOST_FORWARD]  14       127.0.0.1  8080       10.0.2.15    80     0     0\r
            """;

    @Test
    void readsTheForwardsOfOneNic() {
        assertThat(UserForwards.listed(LISTING, "net0"))
                .containsExactly(
                        new HostForward(Protocol.TCP, 2222, 22),
                        new HostForward(Protocol.UDP, 5353, 53));
        assertThat(UserForwards.listed(LISTING, "net1"))
                .containsExactly(new HostForward(Protocol.TCP, 8080, 80));
        assertThat(UserForwards.listed(LISTING, "net2")).isEmpty();
    }

    @Test
    void knowsWhichConnectionsWaitForTheGuest() {
        String waiting = LISTING.replace("TCP[ESTABLISHED]", "TCP[SYN_SENT]   ");

        assertThat(UserForwards.waitsForGuest(LISTING, 2222)).isFalse();
        assertThat(UserForwards.waitsForGuest(waiting, 2222)).isTrue();
        assertThat(UserForwards.waitsForGuest(waiting, 8080)).isFalse();
    }

    @Test
    void listensOnTheHostsOwnLoopbackAlone() {
        HostForward forward = new HostForward(Protocol.TCP, 2222, 22);

        assertThat(forward.rule()).isEqualTo("tcp:127.0.0.1:2222-:22");
        assertThat(forward.hostEnd()).isEqualTo("tcp:127.0.0.1:2222");
    }

    @Test
    void refusesWhatIsNoPort() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HostForward(Protocol.TCP, 0, 22));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostForward(Protocol.TCP, 22, 65_536));
    }
}
