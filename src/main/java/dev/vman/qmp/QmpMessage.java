package dev.vman.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** One line from QEMU. */
sealed interface QmpMessage permits QmpGreeting, QmpEvent, QmpMessage.Reply {

    /** The answer to a command; without an id when QEMU could not read the command at all. */
    sealed interface Reply extends QmpMessage {
        @Nullable String id();
    }

    record Return(@Nullable String id, JsonNode value) implements Reply {}

    record Failure(@Nullable String id, String errorClass, String description) implements Reply {}
}
