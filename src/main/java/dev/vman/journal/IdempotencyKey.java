package dev.vman.journal;

/**
 * A client's own name for its request, and a hash of that request to tell a retry from a mistake.
 */
public record IdempotencyKey(String value, String requestHash) {}
