package dev.vman.host;

import java.util.concurrent.CompletableFuture;

/**
 * A program that was started.
 *
 * @param identity its start time is {@link ProcessIdentity#NEVER_SEEN} if it was gone before it
 *     could be read; {@code exit} tells why
 * @param exit completes when the program ends, as long as this program lives
 */
public record Launched(ProcessIdentity identity, CompletableFuture<ExitStatus> exit) {}
