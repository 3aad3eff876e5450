package dev.vman.lifecycle;

import java.util.UUID;

/** The name of a disk that nobody named. */
final class NewDiskName {
    private NewDiskName() {}

    /**
     * {@code disk-} and the first half of the id: unique in practice, and held unique by the
     * database.
     */
    static String of(UUID disk) {
        return "disk-" + disk.toString().substring(0, 18);
    }
}
