package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lets the daemon die at points of operations, and once more while it recovers. */
final class CrashMatrix {
    private static final Duration DEATH = Duration.ofSeconds(60);
    private static final Duration SETTLED = Duration.ofSeconds(20);
    private static final int RECOVERY_POINTS = 6;
    private final CrashScene scene;
    private final CrashReport report;
    private int tries;

    CrashMatrix(CrashScene scene, CrashReport report) {
        this.scene = scene;
        this.report = report;
    }

    /** Its points, in order, as {@code kind:point}: from one run that nothing interrupts. */
    List<String> pointsOf(CrashOperation operation) {
        scene.plan();
        int atFirst = scene.points().size();
        CrashOperation.Try prepared = operation.preparation().apply(scene);
        awaitTold(atFirst);
        int before = scene.points().size();
        scene.plan(failure(operation));
        Answer _ = prepared.request().get();
        awaitTold(before);
        List<String> all = scene.points();
        List<String> points = all.subList(before, all.size()).stream().distinct().toList();
        scene.plan();
        scene.empty();
        return operation.failsAt().isEmpty()
                ? points
                : points.subList(indexOfUndoing(points), points.size());
    }

    /** The answer to what was asked for since then comes before the last point. */
    private void awaitTold(int since) {
        Waiting.until(
                DEATH,
                "the last point is reached",
                () -> {
                    List<String> points = scene.points();
                    return points.size() == since || points.getLast().endsWith(":told");
                });
    }

    private static int indexOfUndoing(List<String> points) {
        for (int at = 0; at < points.size(); at++) {
            if (points.get(at).endsWith(":undoing")) {
                return at;
            }
        }
        return 0;
    }

    private static String[] failure(CrashOperation operation) {
        return operation.failsAt().map(at -> new String[] {"fail " + at}).orElse(new String[0]);
    }

    /** One try: die there, die again while recovering, recover, ask the world. */
    void dieAt(CrashOperation operation, String point) throws IOException, InterruptedException {
        scene.plan();
        int atFirst = scene.points().size();
        CrashOperation.Try attempt = operation.preparation().apply(scene);
        awaitTold(atFirst);
        Set<String> known = scene.operations();
        List<String> orders = new ArrayList<>(List.of("halt " + point));
        orders.addAll(List.of(failure(operation)));
        scene.plan(orders.toArray(String[]::new));
        send(attempt);
        String where = operation.name() + " at " + point;
        if (!scene.daemon().endsWithin(DEATH)) {
            report.unreached(where);
            scene.empty();
            return;
        }
        boolean again = recover(1 + tries++ % RECOVERY_POINTS);
        report.tried(where, again);
        judge(operation, attempt, known, where);
        scene.plan();
        scene.empty();
    }

    private static void send(CrashOperation.Try attempt) {
        try {
            Answer _ = attempt.request().get();
        } catch (UncheckedIOException e) {
            // It died, as planned.
        }
    }

    /** True when it died a second time. */
    private boolean recover(int pointOfDeath) throws IOException {
        scene.plan("halt *:*:" + pointOfDeath);
        boolean died = !scene.daemon().startAgainToLiveOrDie() || !isIdle();
        scene.plan();
        if (died || !scene.daemon().isAlive()) {
            scene.daemon().startAgain();
            return true;
        }
        return false;
    }

    /** False when the daemon died before it had nothing to do. */
    private boolean isIdle() {
        try {
            Waiting.until(
                    DEATH,
                    "the recovery ends",
                    () ->
                            scene.daemon()
                                    .api()
                                    .items("operations?state=running")
                                    .findAny()
                                    .isEmpty());
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private void judge(
            CrashOperation operation, CrashOperation.Try attempt, Set<String> known, String where) {
        try {
            new Consistency(scene.daemon()).settlesWithin(SETTLED, where);
        } catch (AssertionError e) {
            report.leaked(where, e.toString());
        }
        List<JsonNode> made =
                scene.daemon()
                        .api()
                        .items("operations?limit=1000")
                        .filter(row -> !known.contains(row.path("id").asText()))
                        .toList();
        String wanted = operation.wantedState();
        boolean ended =
                !made.isEmpty()
                        && made.stream().allMatch(row -> row.path("state").asText().equals(wanted));
        String outcome = attempt.outcome().get();
        if (!ended || !outcome.equals(attempt.wanted())) {
            report.lost(where, "is " + outcome + ", not " + attempt.wanted() + ": " + made);
        }
        if (!scene.isUndisturbed()) {
            report.disturbed(where);
        }
    }
}
