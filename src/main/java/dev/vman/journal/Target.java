package dev.vman.journal;

import java.util.UUID;

/** What an operation or an event is about, such as {@code vm}, its id and its name at that time. */
public record Target(String type, UUID id, String name) {}
