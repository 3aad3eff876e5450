package dev.vman.inventory;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A place in the storage folder that holds one thing of a disk or a VM: a name directly in {@code
 * disks/}, in {@code vms/}, or in the run folder of one VM. There are no others.
 */
public sealed interface StoragePlace {
    Path path();

    /** The disk or VM whose id is in the path. */
    Optional<UUID> id();

    /** In {@code disks/}. */
    record InDisks(Path path, Optional<UUID> id) implements StoragePlace {}

    /** In {@code vms/}. */
    record InVms(Path path, Optional<UUID> id) implements StoragePlace {}

    /** In {@code vms/<vm>/run/}. */
    record InRun(Path path, UUID vm) implements StoragePlace {
        @Override
        public Optional<UUID> id() {
            return Optional.of(vm);
        }
    }

    /**
     * The place with this path; empty for every other path: outside, deeper, relative, or with
     * {@code .} or {@code ..} in it. Looks at the words only, not at what is there.
     */
    static Optional<StoragePlace> of(StorageLayout layout, Path path) {
        Path folder = path.getParent();
        Path name = path.getFileName();
        if (folder == null || name == null || !path.isAbsolute() || !isPlain(path)) {
            return Optional.empty();
        }
        if (folder.equals(layout.disks())) {
            return Optional.of(new InDisks(path, StorageNames.id(name.toString())));
        }
        if (folder.equals(layout.vms())) {
            return Optional.of(new InVms(path, StorageNames.id(name.toString())));
        }
        return vmOfRun(layout, folder).map(vm -> new InRun(path, vm));
    }

    private static boolean isPlain(Path path) {
        return path.normalize().equals(path);
    }

    private static Optional<UUID> vmOfRun(StorageLayout layout, Path folder) {
        Path parent = folder.getParent();
        if (parent == null || parent.getFileName() == null) {
            return Optional.empty();
        }
        return StorageNames.id(parent.getFileName().toString())
                .filter(vm -> layout.vm(vm).run().equals(folder));
    }
}
