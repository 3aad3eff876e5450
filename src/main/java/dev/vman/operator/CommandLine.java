package dev.vman.operator;

import java.nio.file.Path;
import java.util.List;

/** The arguments that launch a machine, the program itself first; a pure function. */
@FunctionalInterface
public interface CommandLine {
    /**
     * The arguments.
     *
     * @param sockets the run folder, by a path that is short enough for its sockets
     */
    List<String> of(MachineSpec machine, Path sockets);
}
