package dev.vman.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A CD-ROM drive and what lies in it, in QEMU's own words; the same at launch and on a live
 * machine, as with {@link DriveJson}.
 */
final class CdromJson {
    /**
     * In no slot of a disk's (those have unit 0), and where OVMF finds it: that looks at targets up
     * to 31 and units up to 7, SeaBIOS and Linux at all.
     */
    private static final int TARGET = 31;

    private static final int UNIT = 7;

    private CdromJson() {}

    static ObjectNode blockdev(CdromMedium medium) {
        ObjectNode node =
                object().put("driver", "raw")
                        .put("node-name", medium.nodeName())
                        .put("read-only", true);
        node.putObject("file").put("driver", "file").put("filename", medium.file().toString());
        return node;
    }

    /** The drive; null: an empty one. */
    static ObjectNode device(@Nullable CdromMedium medium) {
        ObjectNode device =
                object().put("driver", "scsi-cd")
                        .put("id", CdromSight.DEVICE)
                        .put("bus", DriveJson.SCSI_CONTROLLER + ".0")
                        .put("channel", 0)
                        .put("scsi-id", TARGET)
                        .put("lun", UNIT);
        return medium == null ? device : device.put("drive", medium.nodeName());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
