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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No kind of act can be added without the crash test's dying in it. */
@QuarkusTest
class CrashOperationsTest {
    @Inject @Any Instance<ActKind<?>> kinds;

    @Test
    void leaveNoKindOfActOut() {
        Set<String> known =
                kinds.stream()
                        .flatMap(kind -> kind.type().kinds().stream())
                        .filter(kind -> !kind.startsWith("test."))
                        .collect(Collectors.toSet());

        Set<String> diedIn =
                Stream.concat(
                                CrashOperations.all().stream().map(CrashOperation::kind),
                                CrashRecovery.KINDS.stream())
                        .collect(Collectors.toSet());

        assertThat(known).isNotEmpty();
        assertThat(diedIn).as("kinds in CrashOperations and CrashRecovery").isEqualTo(known);
    }

    @Test
    void areToldApartByTheirNames() {
        List<String> names = CrashOperations.all().stream().map(CrashOperation::name).toList();

        assertThat(names).doesNotHaveDuplicates();
    }
}
