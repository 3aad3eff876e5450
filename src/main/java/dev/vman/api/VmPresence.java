package dev.vman.api;

import dev.vman.host.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether a VM is there, and runs; cheap enough to be asked many times a second.
 *
 * @param folder goes with the VM
 */
record VmPresence(Path folder, Supplier<Optional<ProcessIdentity>> process) {
    boolean deleted() {
        return !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    }
}
