package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.host.ProcessIdentity;
import dev.vman.host.ProcessSight;
import dev.vman.host.Signal;
import dev.vman.qmp.QmpClient;
import dev.vman.qmp.QmpOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One VM, through the API and beside it. */
record Vm(VmanDaemon daemon, UUID id, String name) {
    private static final Duration QMP = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(20);

    JsonNode read() {
        return daemon.api().get("vms/" + id).ok();
    }

    String state() {
        return read().path("state").asText();
    }

    String reason() {
        return read().path("stateReason").asText();
    }

    long pid() {
        return read().path("process").path("pid").asLong();
    }

    Answer act(String action) {
        return act(action, Map.of());
    }

    Answer act(String action, Map<String, ?> body) {
        return daemon.api().post("vms/" + id + "/actions/" + action, body);
    }

    Vm started() {
        assertThat(act("start").ok().path("state").asText()).isEqualTo("running");
        return this;
    }

    Answer stopByForce() {
        return act("stop", Map.of("force", true));
    }

    Answer delete() {
        return daemon.api().delete("vms/" + id);
    }

    /** Returns the VM as soon as the API says that it is in this state. */
    JsonNode waitForVmState(String state, Duration timeout) {
        return Waiting.forValue(
                timeout,
                () -> name + " is " + state + ", not " + read(),
                () -> Optional.of(read()).filter(vm -> vm.path("state").asText().equals(state)));
    }

    /** Returns when it runs, and not as this process any more. */
    void waitForAnotherProcess(long pid, Duration timeout) {
        JsonNode _ =
                Waiting.forValue(
                        timeout,
                        () -> name + " runs again: " + read(),
                        () -> Optional.of(read()).filter(vm -> runsAsAnother(vm, pid)));
    }

    private static boolean runsAsAnother(JsonNode vm, long pid) {
        return vm.path("state").asText().equals("running")
                && vm.path("process").path("pid").asLong() != pid;
    }

    /** Its QEMUs, of which there is to be one at most. */
    List<ProcessSight> qemus() {
        return daemon.qemus().of(id);
    }

    ProcessSight qemu() {
        List<ProcessSight> found = qemus();
        assertThat(found).as("QEMUs of " + name).hasSize(1);
        return found.getFirst();
    }

    ProcessIdentity process() {
        return qemu().identity();
    }

    void signal(Signal signal) {
        QemuProcesses.signal(process(), signal);
    }

    Path folder() {
        return daemon.storage().resolve("vms").resolve(id.toString());
    }

    Path manifest() {
        return folder().resolve("manifest.json");
    }

    /** It is written a little later than what it tells of. */
    void awaitManifest(String content) {
        Waiting.until(
                SOON, manifest() + " tells of " + content, () -> readManifest().contains(content));
    }

    private String readManifest() {
        try {
            return Files.readString(manifest());
        } catch (IOException e) {
            return "";
        }
    }

    Path run() {
        return folder().resolve("run");
    }

    /** The QMP socket that is meant for people. */
    QmpClient spareQmp() {
        return QmpClient.connect(run().resolve("qmp-spare.sock"), QmpOptions.defaults());
    }

    /** What QEMU says to one command on the spare socket. */
    JsonNode ask(String command) {
        try (QmpClient qmp = spareQmp()) {
            return qmp.execute(command, QMP);
        }
    }

    /** Returns when it runs, has an address and its guest's agent answers. */
    void awaitAgent() {
        Waiting.until(
                GuestConsole.BOOT.multipliedBy(2),
                name + "'s agent answers",
                () ->
                        daemon.api()
                                .get("vms/" + id + "?wait=agent&timeout=60")
                                .ok()
                                .path("agentReady")
                                .asBoolean());
    }

    /** What a shell's command prints in its guest, through the agent. */
    String shell(String script) {
        return daemon.api()
                .post("vms/" + id + "/exec", Map.of("command", List.of("sh", "-c", script)))
                .ok()
                .path("stdout")
                .asText();
    }

    String console() {
        return daemon.api().get("vms/" + id + "/console").is(200).text();
    }

    /** What its QEMU itself has printed. */
    String log() {
        return daemon.api().get("vms/" + id + "/log").is(200).text();
    }

    /** What the guest wrote since its last start. */
    String consoleSinceStart() {
        String all = console();
        return all.substring(Math.max(0, all.lastIndexOf("--- start ")));
    }
}
