package dev.vman.operator;

import com.github.stephenc.javaisotools.iso9660.ConfigException;
import com.github.stephenc.javaisotools.iso9660.ISO9660File;
import com.github.stephenc.javaisotools.iso9660.ISO9660RootDirectory;
import com.github.stephenc.javaisotools.iso9660.impl.CreateISO;
import com.github.stephenc.javaisotools.iso9660.impl.ISO9660Config;
import com.github.stephenc.javaisotools.iso9660.impl.ISOImageFileHandler;
import com.github.stephenc.javaisotools.rockridge.impl.RockRidgeConfig;
import com.github.stephenc.javaisotools.sabre.HandlerException;
import com.github.stephenc.javaisotools.sabre.impl.ByteArrayDataReference;
import dev.vman.host.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** {@code seed.img}: an ISO 9660 image, by whose label cloud-init knows it for a seed. */
final class SeedImage {
    /** As the NoCloud data source looks for it. */
    static final String LABEL = "CIDATA";

    private SeedImage() {}

    /**
     * Makes the machine's seed anew, readable by the machine's user; removes one that is not
     * wanted.
     */
    static void put(MachineSpec machine) throws IOException {
        Path image = machine.folder().seed();
        if (machine.seed().isEmpty()) {
            boolean _ = Files.deleteIfExists(image);
            return;
        }
        Path partial = image.resolveSibling(image.getFileName() + ".partial");
        boolean _ = Files.deleteIfExists(partial);
        Path _ =
                Files.createFile(
                        partial,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-r-----")));
        write(SeedFiles.of(machine.seed().get()), partial);
        if (machine.uid().isPresent()) {
            FileTrees.chown(partial, 0, machine.uid().getAsInt());
        }
        Path _ = Files.move(partial, image, StandardCopyOption.ATOMIC_MOVE);
    }

    static void write(Map<String, byte[]> files, Path image) throws IOException {
        try {
            ISO9660RootDirectory root = new ISO9660RootDirectory();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                root.addFile(
                        new ISO9660File(
                                new ByteArrayDataReference(file.getValue()), file.getKey(), 0));
            }
            new CreateISO(new ISOImageFileHandler(image.toFile()), root)
                    .process(plain(), new RockRidgeConfig(), null, null);
        } catch (HandlerException | ConfigException e) {
            throw new IOException("can't write " + image + ": " + e.getMessage(), e);
        }
    }

    /** The names as they are stand in the Rock Ridge part, which Linux goes by. */
    private static ISO9660Config plain() throws ConfigException {
        ISO9660Config config = new ISO9660Config();
        config.setInterchangeLevel(2);
        config.setVolumeID(LABEL);
        return config;
    }
}
