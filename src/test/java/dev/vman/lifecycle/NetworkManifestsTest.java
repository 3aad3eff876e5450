package dev.vman.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.inventory.Network;
import dev.vman.inventory.NetworkMode;
import dev.vman.inventory.Networks;
import dev.vman.inventory.Reference;
import dev.vman.inventory.StorageLayout;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Networks whose rows were lost. */
@QuarkusTest
class NetworkManifestsTest {
    private static final NetworkWish USER =
            new NetworkWish(NetworkMode.USER, null, null, null, null, null);
    private final String name = Lab.freshName();
    private UUID id;
    @Inject Lab lab;
    @Inject NetworkRequests requests;
    @Inject NetworkManifests manifests;
    @Inject Networks networks;
    @Inject StorageLayout layout;

    @BeforeEach
    void make() {
        Answer.Accepted made =
                (Answer.Accepted) lab.succeeded(requests.create(name, USER, Ask.PLAIN));
        id = made.target();
    }

    @AfterEach
    void remove() throws IOException {
        Files.deleteIfExists(layout.recovering());
        QuarkusTransaction.requiringNew().run(() -> networks.deleteById(id));
        manifests.refresh(id);
    }

    private Path file() {
        return layout.networks().resolve(id + ".json");
    }

    private void loseTheRow() {
        QuarkusTransaction.requiringNew().run(() -> networks.deleteById(id));
    }

    private Optional<Network> row() {
        return QuarkusTransaction.requiringNew()
                .call(() -> networks.lookUp(new Reference.ByName(name)));
    }

    @Test
    void knowThemAgainWithTheirIds() throws IOException {
        loseTheRow();
        Files.writeString(layout.recovering(), "now");

        manifests.restore();

        assertThat(row()).map(network -> network.id).contains(id);
        assertThat(row()).map(network -> network.mode).contains(NetworkMode.USER);
    }

    @Test
    void forgetThoseThatWereDeleted() {
        assertThat(file()).exists();

        lab.succeeded(requests.delete(name, Ask.PLAIN));

        assertThat(file()).doesNotExist();
    }

    @Test
    void bringBackNothingWhileNoDatabaseIsRebuilt() {
        loseTheRow();

        manifests.restore();

        assertThat(row()).isEmpty();
        manifests.refreshAll();
        assertThat(file()).doesNotExist();
    }

    @Test
    void takeNothingThatIsNoNetwork() throws IOException {
        loseTheRow();
        Files.writeString(layout.recovering(), "now");

        for (String content : new String[] {"", "{", "null", "{\"id\": 1}", "[]"}) {
            Files.writeString(file(), content);
            manifests.restore();
        }
        Files.writeString(
                file(),
                "{\"schema\": 1, \"id\": \"%s\", \"name\": \"../x\", \"spec\": {\"mode\": \"user\"}}"
                        .formatted(id));
        manifests.restore();

        assertThat(row()).isEmpty();
        assertThat(QuarkusTransaction.requiringNew().call(() -> networks.findByIdOptional(id)))
                .isEmpty();
    }
}
