package dev.vman.agent;

/**
 * How a guest's command ended.
 *
 * @param exitCode 128 and the signal's number where a signal ended it
 * @param stdout bytes that are not UTF-8 are replaced
 * @param truncated it printed more than what is here
 */
public record CommandResult(int exitCode, String stdout, String stderr, boolean truncated) {}
