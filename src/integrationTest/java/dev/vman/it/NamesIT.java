package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("integration")
@Timeout(60)
class NamesIT {
    @RegisterExtension static final SharedDaemon DAEMON = new SharedDaemon();

    @Test
    void areUniqueThoughEightAskAtOnce() throws Exception {
        String name = SharedDaemon.newName("wanted");

        List<Integer> statuses =
                AtOnce.run(
                        8,
                        _ ->
                                DAEMON.api()
                                        .post("vms", Map.of("name", name, "memoryMib", 64))
                                        .status());

        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
        assertThat(rows(name)).isOne();
        DAEMON.api().post("vms", Map.of("name", name)).isProblem(409, "name-taken");
        assertThat(rows(name)).isOne();
        assertThat(DAEMON.get().storage().resolve("vms").toFile().list()).hasSize(1);
    }

    private static long rows(String name) {
        return DAEMON.api()
                .items("vms")
                .filter(vm -> vm.path("name").asText().equals(name))
                .count();
    }

    @Test
    void ofUnknownTemplatesChangeNothing() {
        String name = SharedDaemon.newName("nothing");

        Answer answer =
                DAEMON.api().post("vms", Map.of("name", name, "template", "no-such-template"));

        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        DAEMON.api().get("vms/" + name).is(404);
        assertThat(DAEMON.get().storage().resolve("vms")).isEmptyDirectory();
        assertThat(DAEMON.get().storage().resolve("disks")).isEmptyDirectory();
    }
}
