package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkMode;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Reference;
import dev.vman.journal.HeldByAct;
import dev.vman.journal.Journal;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that meet each other on one network. */
@QuarkusTest
class NetworkChangesTest {
    private final String name = Lab.freshName();
    private UUID id;
    @Inject Lab lab;
    @Inject NetworkRequests requests;
    @Inject Networks networks;
    @Inject HeldByAct held;
    @Inject Journal journal;

    @BeforeEach
    void make() {
        NetworkWish wish =
                new NetworkWish(NetworkMode.BRIDGE, null, "10.231.7.0/24", null, null, null);
        id = ((Answer.Accepted) lab.succeeded(requests.create(name, wish, Ask.PLAIN))).target();
    }

    @AfterEach
    void remove() {
        lab.succeeded(requests.delete(name, Ask.PLAIN));
    }

    private static NetworkWish dns(String server) {
        return new NetworkWish(null, null, null, null, List.of(server), null);
    }

    private static NetworkWish subnet(String subnet) {
        return new NetworkWish(null, null, subnet, null, null, null);
    }

    @Test
    void takeNothingBackThatAnotherHasChangedMeanwhile() {
        Answer first;
        Answer second;
        try (HeldByAct.Hold _ = held.hold(id)) {
            first = requests.change(name, subnet("10.232.7.0/24"), Ask.PLAIN);
            second = requests.change(name, dns("9.9.9.9"), Ask.PLAIN);
        }

        lab.succeeded(first);
        assertThat(journal.failure(lab.ended(second)))
                .hasValueSatisfying(why -> assertThat(why.code()).isEqualTo("changed-meanwhile"));
        assertThat(row().subnet).hasToString("10.232.7.0/24");
        lab.succeeded(requests.change(name, dns("9.9.9.9"), Ask.PLAIN));
        assertThat(row().subnet).hasToString("10.232.7.0/24");
    }

    private Network row() {
        return QuarkusTransaction.requiringNew()
                .call(() -> networks.require(new Reference.ById(id)));
    }
}
