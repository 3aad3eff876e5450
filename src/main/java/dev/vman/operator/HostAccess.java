package dev.vman.operator;

import dev.vman.host.ExitWatcher;
import dev.vman.host.ProcessLauncher;
import dev.vman.host.ProcessTable;

/**
 * What of the host a {@link QemuOperator} uses.
 *
 * @param effectiveUid the daemon's own
 */
public record HostAccess(
        ProcessTable processes, ProcessLauncher launcher, ExitWatcher exits, int effectiveUid) {}
