package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Eventually;
import dev.vman.inventory.NetworkMode;
import dev.vman.inventory.NetworkState;
import dev.vman.inventory.Networks;
import dev.vman.journal.Operation;
import dev.vman.journal.OperationState;
import dev.vman.network.RecordingNetworkManager;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done for networks beside their own acts, on a host that is on paper. */
@QuarkusTest
class NetworkUpkeepTest {
    private static final NetworkWish ISOLATED =
            new NetworkWish(NetworkMode.ISOLATED, null, "10.98.7.0/28", null, null, null);
    private final String name = Lab.freshName();
    private UUID id;
    @Inject Lab lab;
    @Inject NetworkRequests requests;
    @Inject NetworkUpkeep upkeep;
    @Inject Networks networks;
    @Inject RecordingNetworkManager host;

    @BeforeEach
    void haveOneThatIsLost() {
        Answer.Accepted made =
                (Answer.Accepted) lab.succeeded(requests.create(name, ISOLATED, Ask.PLAIN));
        id = made.target();
        host.lose(id);
    }

    @AfterEach
    void delete() {
        become(NetworkState.READY);
        var _ = lab.succeeded(requests.delete(name, Ask.PLAIN));
    }

    @Test
    void makesANetworkThatIsGone() {
        upkeep.tryToApply(id);

        assertThat(host.applied(id)).isPresent();
    }

    /** As a daemon finds it that starts while the act goes on that had removed the bridge. */
    @ParameterizedTest
    @EnumSource(names = {"CREATING", "DELETING"})
    void leavesANetworkToTheActThatHoldsIt(NetworkState state) {
        become(state);

        upkeep.tryToApply(id);

        assertThat(host.applied(id)).isEmpty();
    }

    @Test
    void makesANetworkAgainThatCouldOnlyHalfBeDeleted() {
        host.breakRemoval(id);

        Operation failed = lab.ended(requests.delete(name, Ask.PLAIN));
        host.breakRemoval(null);

        assertThat(failed.state()).isEqualTo(OperationState.FAILED);
        Eventually.becomesTrue(() -> host.applied(id).isPresent());
    }

    private void become(NetworkState state) {
        QuarkusTransaction.requiringNew().run(() -> networks.require(id).state = state);
    }
}
