package dev.vman.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vman.Failure;
import dev.vman.host.DurableFiles;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.UntrustedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** {@code launch.json}: what runs, so that it can be told apart from what was asked for. */
public final class LaunchRecord {
    private static final int LOG_TAIL = 4096;
    private final ObjectMapper json;
    private final Operator operator;

    public LaunchRecord(ObjectMapper json, Operator operator) {
        this.json = json;
        this.operator = operator;
    }

    /** The file's shape. */
    record Launch(
            int schema,
            String qemuVersion,
            String bootId,
            long pid,
            long startTicks,
            List<String> arguments) {}

    /** Writes it beside the manifest; a dry run writes none. The process ends with the host. */
    public void write(MachineSpec machine, ProcessIdentity process) {
        HostCapabilities host = operator.capabilities();
        if (host.dryRun()) {
            return;
        }
        Launch launch =
                new Launch(
                        1,
                        host.qemuVersion().orElse("unknown"),
                        process.bootId(),
                        process.pid(),
                        process.startTicks(),
                        operator.commandLine(machine));
        Path file = machine.folder().launch();
        try {
            DurableFiles.writeVolatile(
                    file, bytes(launch), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw StorageFailure.of("write " + file, e);
        }
    }

    private byte[] bytes(Launch launch) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(launch);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a launch can't be written as JSON", e);
        }
    }

    /** The failure to tell when QEMU died before anybody held it: with its own last words. */
    public Failure died(MachineSpec machine) {
        Path log = machine.folder().qemuLog();
        String words;
        try {
            words =
                    Files.exists(log)
                            ? new String(
                                            UntrustedFiles.readTail(log, LOG_TAIL),
                                            StandardCharsets.UTF_8)
                                    .strip()
                            : "";
        } catch (IOException e) {
            words = "its output could not be read: " + e.getMessage();
        }
        return new Failure.Invalid(
                "start-failed",
                "QEMU died before its guest ran. " + words,
                "Correct what QEMU says, then start again.");
    }
}
