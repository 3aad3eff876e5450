package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.reconciler.StartGroups.Due;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StartGroupsTest {
    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);

    @Test
    void putsTheLowerOrderFirstAndEqualOnesTogether() {
        StartGroups groups =
                StartGroups.of(List.of(new Due(A, 10), new Due(B, -1), new Due(C, 10)));

        assertThat(groups.groups()).containsExactly(List.of(B), List.of(A, C));
    }

    @Test
    void isEmptyWhereNothingIsDue() {
        assertThat(StartGroups.of(List.of()).groups()).isEmpty();
    }
}
