package dev.vman.network;

import dev.vman.host.LaunchRequest;
import dev.vman.host.Launched;
import dev.vman.host.ProcessLauncher;
import dev.vman.host.ServerRequest;

/** For tests that start nothing. */
final class NoLauncher implements ProcessLauncher {
    @Override
    public Launched launch(LaunchRequest request) {
        throw new AssertionError("launched: " + request);
    }

    @Override
    public Launched launchServer(ServerRequest request) {
        throw new AssertionError("launched: " + request);
    }
}
