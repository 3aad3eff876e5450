package dev.vman.host;

import java.util.concurrent.CompletableFuture;

/**
 * A program that was started.
 *
 * @param exit completes when the program ends, as long as this program lives
 */
public record Launched(ProcessIdentity identity, CompletableFuture<ExitStatus> exit) {}
