package dev.vman.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Something that happened in QEMU.
 *
 * @param name such as {@code SHUTDOWN} or {@code DEVICE_DELETED}
 * @param data an object, empty where the event has none; shared by all readers, not to be changed
 * @param timestamp by QEMU's clock; the epoch when QEMU could not read its clock
 */
public record QmpEvent(String name, JsonNode data, Instant timestamp) implements QmpMessage {}
