package dev.vman.operator;

import org.jspecify.annotations.Nullable;

/**
 * A CD-ROM drive as QEMU has it.
 *
 * @param file the image that lies in it, as QEMU names it; empty when nothing does. It is there
 *     also while the tray is open, and the guest can't read it
 * @param locked the guest keeps the tray from being opened
 */
public record CdromSight(String file, boolean trayOpen, boolean locked) {
    /** The drive's id in QEMU. */
    public static final String DEVICE = "cdrom0";

    /** Whether exactly this lies in it; null: nothing. */
    public boolean holds(@Nullable CdromMedium medium) {
        return file.equals(medium == null ? "" : medium.file().toString());
    }

    /** Whether exactly this lies in it, and the tray is closed. */
    public boolean offers(@Nullable CdromMedium medium) {
        return holds(medium) && !trayOpen;
    }
}
