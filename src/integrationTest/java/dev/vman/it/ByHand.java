package dev.vman.it;

import dev.vman.host.FileTrees;
import dev.vman.host.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a person has changed beside a daemon, for it to find. That it is there is not the daemon's
 * fault; what becomes of it is asked by whoever changed it.
 */
final class ByHand {
    private final Path storage;
    private final Set<UUID> ids = new HashSet<>();
    private final List<Process> processes = new ArrayList<>();

    ByHand(Path storage) {
        this.storage = storage;
    }

    /** Of disks, VMs and processes that may differ from their rows. */
    Set<UUID> ids() {
        return Set.copyOf(ids);
    }

    /** The disk is not what its row says any more. */
    void changed(UUID disk) {
        boolean _ = ids.add(disk);
    }

    /** A file that no row knows, in {@code disks/}. */
    Path strangeFile() {
        UUID id = UUID.randomUUID();
        boolean _ = ids.add(id);
        Path file = storage.resolve("disks").resolve(id + ".qcow2");
        try {
            return Files.writeString(file, id.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of this deleted VM, as it was: with a manifest, and no row. */
    void folderAgain(UUID vm, KeptFile manifest) {
        boolean _ = ids.add(vm);
        Path folder = storage.resolve("vms").resolve(vm.toString());
        try {
            Path _ = Files.createDirectory(folder);
            manifest.putInto(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The image of this deleted disk, as it was. */
    void diskAgain(UUID disk, KeptFile image) {
        boolean _ = ids.add(disk);
        try {
            image.putInto(storage.resolve("disks"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets this process open the file, as its owner. */
    void openTo(ProcessIdentity process, Path file) {
        try {
            Object user = Files.getAttribute(Path.of("/proc/" + process.pid()), "unix:uid");
            Path _ = Files.setAttribute(file, "unix:uid", user);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A QEMU with a UUID that no VM has, whose command line names the storage. */
    Process orphan() {
        UUID id = UUID.randomUUID();
        boolean _ = ids.add(id);
        String[] command = {
            "qemu-system-x86_64",
            "-machine",
            "none",
            "-display",
            "none",
            "-S",
            "-L",
            storage.resolve("boot").toString(),
            "-uuid",
            id.toString()
        };
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            boolean _ = processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes all of it, and what lies in quarantine. */
    void remove() {
        processes.forEach(Process::destroyForcibly);
        processes.clear();
        try {
            for (UUID id : ids) {
                FileTrees.deleteTree(storage.resolve("disks").resolve(id + ".qcow2"));
                FileTrees.deleteTree(storage.resolve("vms").resolve(id.toString()));
            }
            for (Path entry : quarantine()) {
                FileTrees.deleteTree(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ids.clear();
    }

    private List<Path> quarantine() throws IOException {
        try (Stream<Path> entries = Files.list(storage.resolve("quarantine"))) {
            return entries.toList();
        }
    }

    /**
     * Where the file is, and whether a note tells of it: {@code in disks, in quarantine, noted}.
     */
    String whereabouts(Path file) {
        try {
            List<Path> all = quarantine();
            List<String> found = new ArrayList<>();
            if (Files.exists(file)) {
                found.add("in disks");
            }
            if (all.stream().anyMatch(entry -> isOf(file, entry))) {
                found.add("in quarantine");
            }
            for (Path entry : all) {
                if (isNote(entry) && Files.readString(entry).contains(file.toString())) {
                    found.add("noted");
                }
            }
            return String.join(", ", found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOf(Path file, Path entry) {
        return entry.getFileName().toString().endsWith("-" + file.getFileName());
    }

    private static boolean isNote(Path entry) {
        return entry.getFileName().toString().endsWith(".json");
    }
}
