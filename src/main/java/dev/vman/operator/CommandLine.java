package dev.vman.operator;

import java.util.List;

/** The arguments that launch a machine, the program itself first; a pure function. */
@FunctionalInterface
public interface CommandLine {
    List<String> of(MachineSpec machine);
}
