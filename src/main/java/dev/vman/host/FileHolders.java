package dev.vman.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who has a file open, found through {@code /proc/<pid>/fd}. Where some may not be looked into
 * (without root not even all of the same user: {@code (sd-pam)} and {@code ssh-agent} forbid it), a
 * lease proves that it is nobody.
 */
final class FileHolders {

    private final Path file;
    private final FileKey wanted;
    private final int owner;

    private FileHolders(Path file, FileKey wanted, int owner) {
        this.file = file;
        this.wanted = wanted;
        this.owner = owner;
    }

    static Presence<Set<Long>> of(Path file) {
        try {
            Map<String, Object> stat =
                    Files.readAttributes(file, "unix:dev,ino,uid", LinkOption.NOFOLLOW_LINKS);
            int owner = stat.get("uid") instanceof Integer uid ? uid : 0;
            return new FileHolders(file, FileKey.of(stat), owner).find();
        } catch (NoSuchFileException missing) {
            return new Presence.Absent<>();
        } catch (IOException trouble) {
            return new Presence.Unknown<>(file + ": " + trouble.getMessage());
        }
    }

    private Presence<Set<Long>> find() {
        Set<Long> holders = new HashSet<>();
        List<Long> unread = new ArrayList<>();
        for (long pid : ProcFiles.pids()) {
            try {
                if (holds(pid)) {
                    holders.add(pid);
                }
            } catch (IOException | DirectoryIteratorException unreadable) {
                if (mayHold(pid)) {
                    unread.add(pid);
                }
            }
        }
        return holders.isEmpty() && !unread.isEmpty() && !WriteLease.isGrantedFor(file)
                ? new Presence.Unknown<>(
                        "may not see the open files of %d processes, such as %d"
                                .formatted(unread.size(), unread.getFirst()))
                : new Presence.Present<>(Set.copyOf(holders));
    }

    private boolean holds(long pid) throws IOException {
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(ProcFiles.descriptors(pid))) {
            for (Path descriptor : descriptors) {
                if (isWanted(descriptor)) {
                    return true;
                }
            }
            return false;
        }
    }

    private boolean isWanted(Path descriptor) {
        try {
            return wanted.equals(FileKey.of(Files.readAttributes(descriptor, "unix:dev,ino")));
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /**
     * Without root most of the host's processes can't be read; only those count that could well
     * have the file. A kernel thread does not, nor does one that has ended, and that nobody may
     * look into until its parent takes notice.
     */
    private boolean mayHold(long pid) {
        try {
            if (ProcFiles.stat(pid).isDead()) {
                return false;
            }
            String name = file.getFileName().toString();
            return ProcFiles.effectiveUid(pid) == owner
                    || ProcFiles.arguments(pid).stream().anyMatch(word -> word.contains(name));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Which file it is, whatever its name. */
    private record FileKey(Object device, Object inode) {
        static FileKey of(Map<String, Object> stat) throws IOException {
            Object device = stat.get("dev");
            Object inode = stat.get("ino");
            if (device == null || inode == null) {
                throw new IOException("no device and inode");
            }
            return new FileKey(device, inode);
        }
    }
}
