package dev.vman.agent;

/** A file that the guest has: read back there, it had this size and hash. */
public record WrittenFile(long sizeBytes, String sha256) {}
