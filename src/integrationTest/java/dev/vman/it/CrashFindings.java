package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The findings of a scene's daemon, and what a person asks to be done about them. */
final class CrashFindings {
    private static final Duration FOUND = Duration.ofMinutes(1);
    private final CrashScene scene;

    CrashFindings(CrashScene scene) {
        this.scene = scene;
    }

    /** Passes are made until there is one that is open; returns its id. */
    String open(String kind, Predicate<JsonNode> which) {
        String open = "findings?limit=1000&state=open&kind=" + kind;
        return Waiting.forValue(
                FOUND,
                () -> "a finding " + kind + " among " + api().get(open).body(),
                () -> {
                    pass();
                    return api().items(open)
                            .filter(which)
                            .map(found -> found.path("id").asText())
                            .findFirst();
                });
    }

    void pass() {
        var _ = api().post("observer/actions/run", Map.of()).ok();
    }

    /** Those of operations that recovery or undoing could not bring in order. */
    List<JsonNode> unsettled() {
        pass();
        return api().items("findings?limit=1000&state=open&kind=operation-interrupted").toList();
    }

    /** Asking for it lets the daemon write down how its repair has ended. */
    String stateOf(String finding) {
        return api().get("findings/" + finding).ok().path("state").asText();
    }

    Answer repair(String finding) {
        return act(finding, "repair");
    }

    Answer undo(String finding) {
        return act(finding, "undo");
    }

    private Answer act(String finding, String action) {
        return api().post("findings/" + finding + "/actions/" + action, Map.of());
    }

    void awaitRepaired(String finding) {
        Waiting.until(FOUND, "the finding is repaired", () -> stateOf(finding).equals("repaired"));
    }

    static Predicate<JsonNode> isAt(Path path) {
        return found -> found.path("subject").path("path").asText().equals(path.toString());
    }

    static Predicate<JsonNode> isOf(TestDisk disk) {
        return found -> found.path("subject").path("id").asText().equals(disk.id().toString());
    }

    private Api api() {
        return scene.daemon().api();
    }
}
