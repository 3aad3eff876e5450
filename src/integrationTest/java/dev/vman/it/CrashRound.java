package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vman.journal.Act;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One life of a daemon that ends at several points: each operation stays at its own, the last one's
 * halts the JVM. The next daemon dies once more in its recovery, the third has to bring everything
 * in order.
 */
final class CrashRound {
    private static final Duration DEATH = Duration.ofMinutes(2);
    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final int RECOVERY_POINTS = 6;
    private final CrashScene scene;
    private final CrashReport report;
    private final Consumer<CrashPoint> unreached;
    private final int recoveryPoint;
    private final Set<String> known = new HashSet<>();
    private final Map<String, CrashAttempt> byTarget = new HashMap<>();
    private final List<Thread> requests = new ArrayList<>();

    /** {@code unreached}: hears of points that their operations did not come to. */
    CrashRound(CrashScene scene, CrashReport report, int number, Consumer<CrashPoint> unreached) {
        this.scene = scene;
        this.report = report;
        this.unreached = unreached;
        recoveryPoint = 1 + number % RECOVERY_POINTS;
    }

    void run(List<CrashPoint> points) throws IOException, InterruptedException {
        scene.plan();
        scene.forgetPoints();
        List<CrashAttempt> attempts =
                points.stream().map(point -> CrashAttempt.prepare(point, scene)).toList();
        scene.awaitTold();
        scene.forgetPoints();
        known.addAll(scene.operations());
        for (CrashAttempt attempt : attempts.subList(0, attempts.size() - 1)) {
            hold(attempt);
        }
        halt(attempts.getLast());
        Set<CrashAttempt> again = recover(attempts);
        attempts.stream()
                .filter(CrashAttempt::cameToItsPoint)
                .forEach(attempt -> report.tried(attempt.point(), again.contains(attempt)));
        judge(attempts);
        scene.empty();
    }

    private void hold(CrashAttempt attempt) {
        int before = scene.held().size();
        scene.plan(attempt.orders("hold"));
        requests.add(attempt.send());
        if (!Waiting.happens(DEATH, () -> scene.held().size() > before)) {
            unreached(attempt);
            newOperations().forEach(row -> byTarget.putIfAbsent(target(row), attempt));
            return;
        }
        Answer row = scene.daemon().api().get("operations/" + scene.held().getLast());
        // One that is being recorded has left nothing to be known by, and is not heard of again.
        if (row.status() == 200) {
            CrashAttempt _ = byTarget.put(target(row.body()), attempt);
        }
    }

    private void halt(CrashAttempt last) throws InterruptedException {
        scene.plan(last.orders("halt"));
        requests.add(last.send());
        if (!scene.daemon().endsWithin(DEATH)) {
            unreached(last);
            scene.daemon().kill();
        }
        for (Thread request : requests) {
            request.join();
        }
    }

    private void unreached(CrashAttempt attempt) {
        attempt.giveUp();
        unreached.accept(attempt.point());
    }

    /** Returns those that were under way when the daemon died in its recovery. */
    private Set<CrashAttempt> recover(List<CrashAttempt> attempts) throws IOException {
        Set<CrashAttempt> again =
                recoveryPoint == 1 ? dieAtTheFirst(attempts) : dieWhereAllAre(attempts);
        scene.plan();
        if (!scene.daemon().isAlive()) {
            scene.daemon().startAgain();
        }
        return again;
    }

    /** All operations are taken up by one thread: it can't be held, and has to halt at once. */
    private Set<CrashAttempt> dieAtTheFirst(List<CrashAttempt> attempts) throws IOException {
        scene.plan("halt *:*");
        if (scene.daemon().startAgainToLiveOrDie()) {
            return Set.of();
        }
        return attempts.stream()
                .filter(attempt -> attempt.point().isUnderWay())
                .collect(java.util.stream.Collectors.toSet());
    }

    private Set<CrashAttempt> dieWhereAllAre(List<CrashAttempt> attempts) throws IOException {
        scene.forgetPoints();
        scene.plan("hold *:*:" + recoveryPoint);
        scene.daemon().startAgain();
        boolean _ =
                Waiting.forValue(
                        DEATH,
                        () -> "each operation comes to its point, not: " + notHeld(),
                        () -> notHeld().isEmpty() ? Optional.of(true) : Optional.empty());
        List<JsonNode> running = scene.daemon().api().items("operations?state=running").toList();
        // Also where all have ended: those that stay at their last points hold their targets.
        scene.daemon().kill();
        return running.stream()
                .map(row -> attemptOf(row, attempts))
                .collect(java.util.stream.Collectors.toSet());
    }

    /** One that follows another is recorded with that one's end, and begins only after it. */
    private List<JsonNode> notHeld() {
        Set<String> atRest =
                scene.held().stream()
                        .flatMap(held -> Stream.of(held, followUpOf(held)))
                        .collect(java.util.stream.Collectors.toSet());
        return scene.daemon()
                .api()
                .items("operations?state=running")
                .filter(row -> !atRest.contains(row.path("id").asText()))
                .toList();
    }

    private static String followUpOf(String operation) {
        return Act.followUpId(UUID.fromString(operation)).toString();
    }

    /** What the last one made was not seen before the death. */
    private CrashAttempt attemptOf(JsonNode row, List<CrashAttempt> attempts) {
        return byTarget.getOrDefault(target(row), attempts.getLast());
    }

    private Stream<JsonNode> newOperations() {
        return scene.recentOperations().filter(row -> !known.contains(row.path("id").asText()));
    }

    private static String target(JsonNode operation) {
        return operation.path("target").path("id").asText();
    }

    private void judge(List<CrashAttempt> attempts) {
        String where = "one of " + attempts.stream().map(CrashAttempt::point).toList();
        try {
            scene.consistency().settlesWithin(SETTLED, where);
        } catch (AssertionError e) {
            report.leaked(where, e.toString());
        }
        Map<CrashAttempt, List<JsonNode>> made = new HashMap<>();
        newOperations()
                .forEach(row ->
                        made.computeIfAbsent(attemptOf(row, attempts), _ -> new ArrayList<>())
                                .add(row));
        for (CrashAttempt attempt : attempts) {
            attempt.fault(made.getOrDefault(attempt, List.of()))
                    .ifPresent(fault -> report.lost(attempt.point(), fault));
        }
        List<JsonNode> unsettled = scene.findings().unsettled();
        if (!unsettled.isEmpty()) {
            report.lost(where, "could not be brought in order: " + unsettled);
        }
        scene.bystanders().disturbance().ifPresent(what -> report.disturbed(where, what));
    }
}
