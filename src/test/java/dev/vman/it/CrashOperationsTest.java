package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.journal.ActKind;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No kind of act can be added without the crash test's dying in it. */
@QuarkusTest
class CrashOperationsTest {
    /**
     * Nobody can ask for it: it is submitted only while a lost database is rebuilt, before the
     * daemon answers, and a scene asks over HTTP. {@code RecoveryIT} runs it, without dying in it.
     */
    private static final Set<String> OF_RECOVERY_ALONE = Set.of("disk.adopt");

    @Inject @Any Instance<ActKind<?>> kinds;

    @Test
    void leaveNoKindOfActOut() {
        Set<String> known =
                kinds.stream()
                        .flatMap(kind -> kind.kinds().stream())
                        .filter(kind -> !kind.startsWith("test."))
                        .filter(kind -> !OF_RECOVERY_ALONE.contains(kind))
                        .collect(Collectors.toSet());

        Set<String> diedIn =
                CrashOperations.all().stream()
                        .map(CrashOperation::kind)
                        .collect(Collectors.toSet());

        assertThat(known).isNotEmpty();
        assertThat(diedIn).as("kinds with a scene in CrashOperations").isEqualTo(known);
    }

    @Test
    void areToldApartByTheirNames() {
        List<String> names = CrashOperations.all().stream().map(CrashOperation::name).toList();

        assertThat(names).doesNotHaveDuplicates();
    }
}
