package dev.vman.lifecycle;

import dev.vman.inventory.DiskBus;
import org.jspecify.annotations.Nullable;

/** Where to attach a disk: the VM by id or name; virtio unless said. */
public record Attachment(String vm, @Nullable DiskBus bus, boolean readOnly) {}
