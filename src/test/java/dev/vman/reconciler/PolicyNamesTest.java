package dev.vman.reconciler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "vman.reconcile.policy.orphan-disk",
                "VMAN_RECONCILE_POLICY_ORPHAN_DISK",
                "vman.reconcile.quarantine-days",
                "VMAN_RECONCILE_PARALLEL_STARTS",
                "HOME"
            })
    void knowsItsOwnAndMindsNoOthers(String name) {
        assertThat(PolicyNames.firstUnknown(Stream.of(name))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vman.reconcile.policy.orphan-disks",
                "vman.reconcile.policy.\"orphan-disk\"",
                "VMAN_RECONCILE_POLICY_ORPHANDISK",
                "VMAN_RECONCILE_POLICY_REPAIR_LIMIT"
            })
    void refusesAKindThatThereIsNot(String name) {
        assertThat(PolicyNames.firstUnknown(Stream.of("HOME", name))).contains(name);
    }

    @Test
    void hasASettingForEveryKindThatAPolicyCanHave() {
        assertThat(ReconcileConfig.ByKind.class.getDeclaredMethods())
                .hasSize(dev.vman.observer.FindingKind.values().length - 1);
    }
}
