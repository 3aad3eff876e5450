package dev.vman.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How QEMU is run. */
@ConfigMapping(prefix = "vman.operator")
public interface OperatorConfig {
    /** {@code auto}, {@code kvm} or {@code tcg}. */
    @WithDefault("auto")
    @Pattern(regexp = "auto|kvm|tcg")
    String accelerator();

    /** Plans and records, starts nothing. */
    @WithDefault("false")
    boolean dryRun();

    /** What a guest gets to power itself off, where the request does not say. */
    @WithDefault("PT30S")
    Duration stopTimeout();

    /** What a guest gets to release a disk or NIC, or what lies in its CD-ROM drive. */
    @WithDefault("PT10S")
    Duration detachTimeout();

    /**
     * Folders that a kernel and initrd may come from; by default {@code <storage>/boot} and {@code
     * /boot}.
     */
    Optional<List<Path>> bootPaths();

    /**
     * Unprivileged uids for QEMU when the daemon is root, {@code first-last}; {@code none}: QEMU
     * runs as the daemon.
     */
    @WithDefault("300000-365535")
    String uidRange();

    /** Memory of the host that VMs never get. */
    @WithDefault("512")
    @PositiveOrZero
    int memoryReserveMib();
}
