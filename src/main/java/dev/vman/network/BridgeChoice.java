package dev.vman.network;

import java.util.Optional;

/** Whether bridges are asked for at all, before anything is tried. */
final class BridgeChoice {
    private BridgeChoice() {}

    /** Why they are not, in one sentence; empty: they are. */
    static Optional<String> refusal(NetworkConfig config, boolean dryRun) {
        if (dryRun) {
            return Optional.of("Dry run: nothing is changed.");
        }
        return switch (config.mode()) {
            case "user" -> Optional.of("The configuration asks for user mode.");
            case "auto" ->
                    config.namespace().isEmpty() && config.bridge().isEmpty()
                            ? Optional.of(
                                    "Neither vman.network.namespace nor vman.network.bridge is"
                                            + " set, and the host's own network is never changed"
                                            + " unasked.")
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Why they are used. */
    static String reason(NetworkConfig config) {
        return config.namespace()
                .map(name -> "Networks live in the network namespace '" + name + "'.")
                .orElse("Networks live in the host's own network namespace, as configured.");
    }
}
