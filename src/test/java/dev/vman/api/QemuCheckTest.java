package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vman.operator.FakeOperator;
import dev.vman.operator.HostCapabilities;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QemuCheckTest {
    private final FakeOperator operator = new FakeOperator();

    @ParameterizedTest
    @CsvSource({
        "7.2.22, 7.2.22, false, UP",
        "7.2.22, , false, DOWN",
        ", 7.2.22, false, DOWN",
        ", , false, DOWN",
        ", , true, UP"
    })
    void isUpWhereTheProbeFoundBothProgramsOrNeedsNone(
            @Nullable String qemu, @Nullable String qemuImg, boolean dryRun, String status) {
        operator.capabilities = host(qemu, qemuImg, dryRun);

        HealthCheckResponse health = new QemuCheck(operator).call();

        assertThat(health.getName()).isEqualTo("qemu");
        assertThat(health.getStatus()).hasToString(status);
        assertThat(health.getData().orElseThrow())
                .containsEntry("qemu", Optional.ofNullable(qemu).orElse("absent"))
                .containsEntry("qemu-img", Optional.ofNullable(qemuImg).orElse("absent"));
    }

    private static HostCapabilities host(
            @Nullable String qemu, @Nullable String qemuImg, boolean dryRun) {
        return new HostCapabilities(
                Optional.ofNullable(qemu),
                Optional.ofNullable(qemuImg),
                List.of(),
                "pc-q35-7.2",
                1,
                "tcg",
                "a test",
                "max",
                dryRun,
                false,
                "a test");
    }
}
