package dev.vman.operator;

import dev.vman.host.DurableFiles;
import dev.vman.host.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** What a machine's UEFI remembers, boot entries above all: QEMU writes it while it runs. */
final class UefiVariables {
    private UefiVariables() {}

    /**
     * Makes them from the template where there are none; they are the machine's own. Idempotent.
     */
    static void put(MachineSpec machine) throws IOException {
        if (machine.uefi().isEmpty()) {
            return;
        }
        Path file = machine.folder().uefiVariables();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            Path partial = file.resolveSibling(file.getFileName() + ".partial");
            Path _ =
                    Files.copy(
                            machine.uefi().get().variables(),
                            partial,
                            StandardCopyOption.REPLACE_EXISTING);
            DurableFiles.publish(partial, file);
        }
        FileTrees.chmod(file, PosixFilePermissions.fromString("rw-------"));
        if (machine.uid().isPresent()) {
            int uid = machine.uid().getAsInt();
            FileTrees.chown(file, uid, uid);
        }
    }
}
