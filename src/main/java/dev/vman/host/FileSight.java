package dev.vman.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a name stands for at one moment; a link is not followed.
 *
 * @param mode permission bits, with set-uid and its like
 */
public record FileSight(FolderListing.Kind kind, long sizeBytes, int uid, int gid, int mode) {
    private static final int TYPE_MASK = 0xF000;
    private static final int MODE_MASK = 0xFFF;

    public static Presence<FileSight> of(Path file) {
        try {
            Map<String, Object> stat =
                    Files.readAttributes(file, "unix:mode,size,uid,gid", LinkOption.NOFOLLOW_LINKS);
            int mode = number(stat, "mode").intValue();
            return new Presence.Present<>(
                    new FileSight(
                            kind(mode & TYPE_MASK),
                            number(stat, "size").longValue(),
                            number(stat, "uid").intValue(),
                            number(stat, "gid").intValue(),
                            mode & MODE_MASK));
        } catch (NoSuchFileException e) {
            return new Presence.Absent<>();
        } catch (IOException e) {
            return new Presence.Unknown<>(file + ": " + e.getMessage());
        }
    }

    private static Number number(Map<String, Object> stat, String name) throws IOException {
        if (stat.get(name) instanceof Number value) {
            return value;
        }
        throw new IOException("no " + name);
    }

    private static FolderListing.Kind kind(int type) {
        return switch (type) {
            case 0x8000 -> FolderListing.Kind.FILE;
            case 0x4000 -> FolderListing.Kind.FOLDER;
            case 0xA000 -> FolderListing.Kind.LINK;
            default -> FolderListing.Kind.OTHER;
        };
    }
}
