package dev.vman.journal;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Acts that tests write; the payload is the script's id. */
@ApplicationScoped
class ScriptedActs implements ActKind<ScriptedActs.Payload> {
    static final String KIND = "test.script";
    static final String OTHER_KIND = "test.other";
    private final Map<UUID, Script> scripts = new ConcurrentHashMap<>();

    record Payload(UUID script) {}

    Submission submission(Script script, UUID target) {
        return submission(script, target, Optional.empty());
    }

    Submission submission(Script script, UUID target, Optional<IdempotencyKey> key) {
        scripts.put(script.id(), script);
        return new Submission(
                KIND, new Target("thing", target, "a-thing"), new Payload(script.id()), key);
    }

    @Override
    public ActType<Payload> type() {
        return new ActType<>(Set.of(KIND, OTHER_KIND), Payload.class, _ -> KIND);
    }

    @Override
    public long roomFor(Payload payload) {
        return Objects.requireNonNull(scripts.get(payload.script())).room();
    }

    @Override
    public Act make(Payload payload) {
        return Objects.requireNonNull(scripts.get(payload.script())).made();
    }
}
