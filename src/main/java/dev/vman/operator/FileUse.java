package dev.vman.operator;

import dev.vman.Failure;
import dev.vman.host.BoundSockets;
import dev.vman.host.Presence;
import dev.vman.host.ProcessTable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether a process has a file open, or anything in a folder. */
@Singleton
public final class FileUse {
    private static final int MOST_FILES = 100;
    private static final int DEEPEST = 4;
    private final ProcessTable processes;

    FileUse(ProcessTable processes) {
        this.processes = processes;
    }

    /**
     * Throws unless it is proven that no process has it open. What is not there is not in use; of a
     * link, nothing but the link is looked at.
     *
     * @throws Failure.Conflict {@code file-in-use}
     * @throws Failure.Unavailable could not tell, also because there are too many files
     */
    public void requireUnused(Path thing) {
        for (Path file : filesOf(thing)) {
            requireNotOpen(file);
            requireNotBound(file);
        }
    }

    private void requireNotOpen(Path file) {
        switch (processes.holdersOf(file)) {
            case Presence.Present<Set<Long>>(Set<Long> holders) -> refuseIfHeld(file, holders);
            case Presence.Absent<Set<Long>> _ -> {}
            case Presence.Unknown<Set<Long>>(String reason) ->
                    throw QuarantineFolder.untold(file, reason);
        }
    }

    private static void requireNotBound(Path file) {
        switch (BoundSockets.of(file)) {
            case Presence.Present<Path> _ -> throw inUse("A process listens on " + file + ".");
            case Presence.Absent<Path> _ -> {}
            case Presence.Unknown<Path>(String reason) ->
                    throw QuarantineFolder.untold(file, reason);
        }
    }

    private static void refuseIfHeld(Path file, Set<Long> holders) {
        if (!holders.isEmpty()) {
            throw inUse("Processes have " + file + " open: " + holders + ".");
        }
    }

    private static Failure inUse(String detail) {
        return new Failure.Conflict("file-in-use", detail, "End them first, if they may end.");
    }

    private static List<Path> filesOf(Path thing) {
        if (!Files.isDirectory(thing, LinkOption.NOFOLLOW_LINKS)) {
            return List.of(thing);
        }
        Walk walk = new Walk();
        try {
            Files.walkFileTree(thing, EnumSet.noneOf(FileVisitOption.class), DEEPEST, walk);
        } catch (IOException e) {
            throw QuarantineFolder.untold(thing, String.valueOf(e.getMessage()));
        }
        if (walk.tooMuch) {
            throw QuarantineFolder.untold(thing, "there is too much in it");
        }
        return walk.files;
    }

    /** Follows no link. */
    private static final class Walk extends SimpleFileVisitor<Path> {
        private final List<Path> files = new ArrayList<>();
        private boolean tooMuch;

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return add(folder);
        }

        /** A folder here is one that lies too deep to be looked into. */
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            tooMuch |= attributes.isDirectory();
            return add(file);
        }

        private FileVisitResult add(Path path) {
            files.add(path);
            tooMuch |= files.size() > MOST_FILES;
            return tooMuch ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }
    }
}
