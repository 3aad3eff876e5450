package dev.vman.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A CD-ROM drive behind a {@link FakeQemu}, with QEMU's own rules: commands move it. */
final class FakeCdrom {
    private final FakeQemu qemu;
    private final Map<String, String> nodes = new LinkedHashMap<>();
    boolean there;
    boolean trayOpen;
    boolean locked;

    /** How often the guest closes the tray just before something is moved. */
    int closings;

    /** How often it has to be asked until the guest unlocks the tray; 0: it never does. */
    int asksUntilUnlocked;

    private @Nullable String medium;

    FakeCdrom(FakeQemu qemu) {
        this.qemu = qemu;
        qemu.answer("blockdev-open-tray", "{}")
                .answer("blockdev-close-tray", "{}")
                .on("query-block", _ -> qemu.answer("query-block", blocks()))
                .on(
                        "query-named-block-nodes",
                        _ -> qemu.answer("query-named-block-nodes", namedNodes()))
                .on("blockdev-open-tray", this::open)
                .on("blockdev-close-tray", _ -> trayOpen = false)
                .on("blockdev-add", this::add)
                .on("blockdev-del", this::remove)
                .on("device_add", this::plug)
                .on("device_del", _ -> unplug())
                .on("blockdev-insert-medium", this::insert)
                .on("blockdev-remove-medium", _ -> takeOut());
    }

    /** With this in it, or nothing. */
    FakeCdrom with(@Nullable CdromMedium present) {
        there = true;
        if (present != null) {
            nodes.put(present.nodeName(), present.file().toString());
            medium = present.nodeName();
        }
        return this;
    }

    /** A node that something left. */
    void left(CdromMedium stray) {
        nodes.put(stray.nodeName(), stray.file().toString());
    }

    /** The names of its nodes. */
    Iterable<String> nodes() {
        return nodes.keySet();
    }

    private void open(JsonNode arguments) {
        if (locked && asksUntilUnlocked > 0 && --asksUntilUnlocked == 0) {
            locked = false;
        }
        if (!locked || arguments.path("force").asBoolean()) {
            trayOpen = true;
        }
    }

    private void add(JsonNode arguments) {
        String file = arguments.path("file").path("filename").asText();
        if (file.contains("missing")) {
            qemu.refuse("blockdev-add", "GenericError", "Could not open '" + file + "'");
        } else {
            nodes.put(arguments.path("node-name").asText(), file);
            qemu.answer("blockdev-add", "{}");
        }
    }

    private void remove(JsonNode arguments) {
        String node = arguments.path("node-name").asText();
        if (node.equals(medium)) {
            qemu.refuse("blockdev-del", "GenericError", "Node " + node + " is in use");
        } else {
            nodes.remove(node);
            qemu.answer("blockdev-del", "{}");
        }
    }

    private void plug(JsonNode arguments) {
        there = true;
        medium = arguments.path("drive").asText(null);
        qemu.answer("device_add", "{}");
    }

    private void unplug() {
        there = false;
        medium = null;
        qemu.answer("device_del", "{}");
    }

    private void insert(JsonNode arguments) {
        moved("blockdev-insert-medium", arguments.path("node-name").asText());
    }

    private void takeOut() {
        moved("blockdev-remove-medium", null);
    }

    private void moved(String command, @Nullable String now) {
        if (closings > 0) {
            closings--;
            trayOpen = false;
        }
        if (trayOpen) {
            medium = now;
            qemu.answer(command, "{}");
        } else {
            qemu.refuse(command, "GenericError", "Tray of the device is not open");
        }
    }

    private String namedNodes() {
        return nodes.keySet().stream()
                .map(node -> "{\"node-name\": \"" + node + "\"}")
                .toList()
                .toString();
    }

    private String blocks() {
        if (!there) {
            return "[]";
        }
        String inserted =
                medium == null
                        ? ""
                        : ", \"inserted\": {\"node-name\": \"%s\", \"image\": {\"filename\": \"%s\"}}"
                                .formatted(medium, nodes.get(medium));
        return "[{\"device\": \"\", \"qdev\": \"cdrom0\", \"tray_open\": %s, \"locked\": %s%s}]"
                .formatted(trayOpen, locked, inserted);
    }
}
