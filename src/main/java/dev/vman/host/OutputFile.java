package dev.vman.host;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file that a launched program writes to, in a folder that this program may own. */
final class OutputFile {

    private OutputFile() {}

    /** Made with mode 0600 if it is not there; held open by the caller. */
    static PinnedFile pin(Path file, Set<Integer> owners) throws IOException {
        createIfMissing(file);
        PinnedFile pinned = PinnedFile.of(file);
        try {
            pinned.requireRegular();
            pinned.requireSingleName();
            if (!owners.contains(pinned.owner())) {
                throw pinned.refused("belongs to user " + pinned.owner());
            }
            return pinned;
        } catch (IOException refused) {
            pinned.close();
            throw refused;
        }
    }

    /** O_EXCL does not follow a link. */
    private static void createIfMissing(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException there) {
            // checked by the caller, whatever it is
        }
    }
}
