package dev.vman.operator;

import dev.vman.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * OVMF as distributions package it, without Secure Boot, which needs System Management Mode.
 *
 * @param code the program
 * @param variables the template of what each machine's firmware remembers
 */
public record UefiFirmware(Path code, Path variables) {
    private static final List<UefiFirmware> KNOWN =
            List.of(
                    in("/usr/share/OVMF", "OVMF_CODE_4M.fd", "OVMF_VARS_4M.fd"),
                    in("/usr/share/edk2/x64", "OVMF_CODE.4m.fd", "OVMF_VARS.4m.fd"),
                    in("/usr/share/edk2/ovmf", "OVMF_CODE.fd", "OVMF_VARS.fd"),
                    in("/usr/share/OVMF", "OVMF_CODE.fd", "OVMF_VARS.fd"));

    private static final String REMEDY = "Install it (Debian's package: ovmf), or use 'bios'.";

    private static UefiFirmware in(String folder, String code, String variables) {
        return new UefiFirmware(Path.of(folder, code), Path.of(folder, variables));
    }

    /** Those that are installed here, the best first. */
    public static List<UefiFirmware> ofThisHost() {
        return KNOWN.stream().filter(UefiFirmware::isInstalled).toList();
    }

    private boolean isInstalled() {
        return Files.isReadable(code) && Files.isReadable(variables);
    }

    /** Throws {@link Failure.Invalid} where there is none. */
    public static void requireAny(String field) {
        if (ofThisHost().isEmpty()) {
            throw new Failure.Invalid(
                    "firmware-missing",
                    "There is no UEFI firmware (OVMF) on this host.",
                    REMEDY,
                    List.of(new Failure.FieldError(field, "'uefi' needs OVMF")));
        }
    }

    /**
     * That of a machine: one that fits the variables which it has already.
     *
     * @throws Failure.Invalid where there is none
     */
    public static UefiFirmware of(Path machineVariables) {
        return choose(ofThisHost(), machineVariables)
                .orElseThrow(() ->
                        new Failure.Invalid(
                                "start-failed",
                                "There is no UEFI firmware (OVMF) on this host that fits the VM's"
                                        + " variables.",
                                REMEDY,
                                List.of()));
    }

    static Optional<UefiFirmware> choose(List<UefiFirmware> installed, Path machineVariables) {
        long size = machineVariables.toFile().length();
        return installed.stream()
                .filter(one -> size == 0 || one.variables().toFile().length() == size)
                .findFirst();
    }
}
