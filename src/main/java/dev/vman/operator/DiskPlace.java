package dev.vman.operator;

import dev.vman.inventory.DiskBus;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a live machine has a disk, in the words of its record.
 *
 * @param file the image that it shows
 */
public record DiskPlace(DiskBus bus, int slot, boolean readOnly, String file) {
    private static final Pattern PORT = Pattern.compile(".*/rp(\\d{1,3})");

    /** The slot of the root port at the end of this QOM path; empty where it is none of ours. */
    static Optional<Integer> portOf(String parentBus) {
        Matcher port = PORT.matcher(parentBus);
        return port.matches()
                ? Optional.of(Integer.parseInt(port.group(1)))
                        .filter(slot -> slot < DriveSpec.VIRTIO_SLOTS)
                : Optional.empty();
    }

    static boolean isOurController(String parentBus) {
        return parentBus.endsWith("/" + DriveJson.SCSI_CONTROLLER + ".0");
    }
}
