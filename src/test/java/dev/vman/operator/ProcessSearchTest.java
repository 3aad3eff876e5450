package dev.vman.operator;

import static dev.vman.operator.FakeProcessTable.process;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.host.Presence;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import dev.vman.inventory.StorageLayout;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProcessSearchTest {
    private static final UUID VM = UUID.fromString("3f8f2c3e-0000-4000-8000-000000000001");
    private static final String UUID_TEXT = VM.toString();

    @Test
    void findsTheProcessThatCarriesTheUuidAndTheStorage() {
        ProcessSight ours = process(10, "qemu", "-uuid", UUID_TEXT, "-kernel", "/srv/vman/k");
        ProcessSight elsewhere = process(11, "qemu", "-uuid", UUID_TEXT, "-kernel", "/other/k");
        ProcessSight other =
                process(12, "qemu", "-uuid", UUID.randomUUID().toString(), "/srv/vman");

        assertThat(find("/srv/vman", ours, elsewhere, other))
                .isEqualTo(new Presence.Present<>(ours.identity()));
    }

    @Test
    void seesThroughTheEscapesOfOptions() {
        ProcessSight ours = process(10, "qemu", "-uuid", UUID_TEXT, "-chardev", "path=/a,,b/s");

        assertThat(find("/a,b", ours).isPresent()).isTrue();
    }

    @Test
    void findsNothingWhereTheUuidIsOnlyMentioned() {
        assertThat(
                        find("/srv/vman", process(10, "grep", "-uuid " + UUID_TEXT, "/srv/vman"))
                                .isAbsent())
                .isTrue();
        assertThat(find("/srv/vman", process(10, "/srv/vman", "-uuid")).isAbsent()).isTrue();
    }

    @Test
    void cannotTellWhichOfTwoItIs() {
        ProcessSight one = process(10, "qemu", "-uuid", UUID_TEXT, "/srv/vman");
        ProcessSight two = process(11, "qemu", "-uuid", UUID_TEXT, "/srv/vman");

        assertThat(find("/srv/vman", one, two).isUnknown()).isTrue();
    }

    private static Presence<ProcessIdentity> find(String storage, ProcessSight... sights) {
        return new ProcessSearch(new FakeProcessTable(sights), new StorageLayout(Path.of(storage)))
                .find(VM);
    }
}
