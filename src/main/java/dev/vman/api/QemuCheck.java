package dev.vman.api;

import dev.vman.operator.HostCapabilities;
import dev.vman.operator.Operator;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether QEMU and qemu-img are present; a dry run needs neither. */
@Readiness
@Singleton
class QemuCheck implements HealthCheck {
    private final Operator operator;

    QemuCheck(Operator operator) {
        this.operator = operator;
    }

    @Override
    public HealthCheckResponse call() {
        HostCapabilities can = operator.capabilities();
        boolean present = can.qemuVersion().isPresent() && can.qemuImgVersion().isPresent();
        return HealthCheckResponse.named("qemu")
                .status(present || can.dryRun())
                .withData("qemu", can.qemuVersion().orElse("absent"))
                .withData("qemu-img", can.qemuImgVersion().orElse("absent"))
                .build();
    }
}
