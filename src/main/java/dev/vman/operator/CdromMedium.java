package dev.vman.operator;

import java.nio.file.Path;
import java.util.UUID;

/** What can lie in a CD-ROM drive: the file of an ISO image. */
public record CdromMedium(UUID image, Path file) {
    /** The block node's name; QEMU allows 31 characters, so the id is cut. */
    public String nodeName() {
        return "i" + image.toString().replace("-", "").substring(0, 30);
    }
}
