package dev.vman.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An argument list under construction. */
final class QemuArguments {
    private final List<String> arguments = new ArrayList<>();

    QemuArguments(String binary) {
        arguments.add(binary);
    }

    QemuArguments flag(String flag) {
        arguments.add(flag);
        return this;
    }

    /** A value that QEMU takes as it is, up to its last character. */
    QemuArguments option(String option, String value) {
        arguments.add(option);
        arguments.add(value);
        return this;
    }

    QemuArguments json(String option, ObjectNode value) {
        return option(option, value.toString());
    }

    /**
     * A UNIX socket that QEMU listens on without waiting for anyone; {@code -chardev} has no JSON
     * form in 7.2.
     */
    QemuArguments socket(String id, Path path) {
        return option("-chardev", socketText(id, path));
    }

    /** The same, and all that is sent to it is appended to a log, read or not. */
    QemuArguments loggedSocket(String id, Path path, Path log) {
        return option(
                "-chardev", socketText(id, path) + ",logfile=" + escaped(log) + ",logappend=on");
    }

    /**
     * The screen, on a UNIX socket and never on TCP. A client that asks to have it alone would
     * throw out all others; so they share it, whatever they ask for.
     */
    QemuArguments display(Path path) {
        return option("-vnc", "unix:" + escaped(path) + ",share=ignore");
    }

    List<String> list() {
        return List.copyOf(arguments);
    }

    private static String socketText(String id, Path path) {
        return "socket,id=" + id + ",path=" + escaped(path) + ",server=on,wait=off";
    }

    /** In QEMU's option text a comma ends a value, unless it is doubled. */
    private static String escaped(Path path) {
        return path.toString().replace(",", ",,");
    }
}
