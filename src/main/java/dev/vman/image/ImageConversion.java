package dev.vman.image;

import dev.vman.inventory.DiskFormat;
import java.nio.file.Path;

/** Makes a fresh qcow2 of an image that the gate let through. */
interface ImageConversion {
    /**
     * Idempotent: replaces what was there. Both files are the daemon's own afterwards, and the new
     * one holds everything that a guest would see. Throws {@link dev.vman.Failure}.
     *
     * @param from beside the new one, or readable by anybody
     */
    void toQcow2(Path from, DiskFormat format, long virtualBytes, Path to, ImportWatch watch);
}
