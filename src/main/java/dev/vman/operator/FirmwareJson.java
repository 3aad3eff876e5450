package dev.vman.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/** UEFI as two flash chips: the code, which nobody writes, and the variables. */
final class FirmwareJson {
    private static final String CODE = "uefi-code";
    private static final String VARIABLES = "uefi-vars";

    /** What {@code -machine} is told of them. */
    static final String MACHINE = ",pflash0=" + CODE + ",pflash1=" + VARIABLES;

    private FirmwareJson() {}

    static ObjectNode code(UefiFirmware uefi) {
        return flash(CODE, uefi.code()).put("read-only", true);
    }

    static ObjectNode variables(Path file) {
        return flash(VARIABLES, file);
    }

    private static ObjectNode flash(String name, Path file) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("driver", "raw").put("node-name", name);
        node.putObject("file").put("driver", "file").put("filename", file.toString());
        return node;
    }
}
