package dev.vman.it;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Every point of operations, a few of them at one time, and the daemon's death at each. */
final class CrashMatrix {
    private final CrashLanes lanes;
    private final CrashReport report;

    CrashMatrix(CrashLanes lanes, CrashReport report) {
        this.lanes = lanes;
        this.report = report;
    }

    /** All points of these operations, in order: from one run of each that nothing interrupts. */
    List<CrashPoint> pointsOf(List<CrashOperation> operations) throws InterruptedException {
        Map<String, List<CrashPoint>> points = new ConcurrentHashMap<>();
        lanes.forEach(
                operations,
                (scene, operation) -> points.put(operation.name(), pointsOf(operation, scene)));
        return operations.stream()
                .flatMap(operation -> points.getOrDefault(operation.name(), List.of()).stream())
                .toList();
    }

    private static List<CrashPoint> pointsOf(CrashOperation operation, CrashScene scene) {
        scene.forgetPoints();
        CrashOperation.Try prepared = operation.preparation().apply(scene);
        scene.awaitTold();
        scene.forgetPoints();
        scene.plan(operation.failure());
        Answer _ = prepared.request().get();
        scene.awaitTold();
        List<String> points = scene.points().stream().distinct().toList();
        scene.plan();
        scene.empty();
        if (points.stream().noneMatch(point -> point.startsWith(operation.kind() + ":"))) {
            throw new AssertionError(operation.name() + " is no " + operation.kind());
        }
        int first = operation.failsAt().isEmpty() ? 0 : indexOfUndoing(points);
        return points.stream().skip(first).map(at -> new CrashPoint(operation, at)).toList();
    }

    private static int indexOfUndoing(List<String> points) {
        return Math.max(
                0,
                IntStream.range(0, points.size())
                        .filter(at -> points.get(at).endsWith(":undoing"))
                        .findFirst()
                        .orElse(0));
    }

    /**
     * Dies at all of them, at so many at one time: neighbours in different rounds, so that one
     * operation's points meet recoveries that die early and late. Those that are not reached are
     * tried once more, each alone: one that stays at its point within a transaction may keep
     * another one from its own by what it has locked.
     */
    void dieAt(List<CrashPoint> points, int together) throws InterruptedException {
        report.expect(points.size());
        Queue<CrashPoint> blocked = new ConcurrentLinkedQueue<>();
        dieAt(roundsOf(points, together), blocked::add);
        dieAt(roundsOf(List.copyOf(blocked), 1), report::unreached);
    }

    private void dieAt(List<Numbered> rounds, Consumer<CrashPoint> unreached)
            throws InterruptedException {
        lanes.forEach(
                rounds,
                (scene, round) ->
                        new CrashRound(scene, report, round.number(), unreached)
                                .run(round.points()));
    }

    private record Numbered(int number, List<CrashPoint> points) {
        @Override
        public String toString() {
            return points.toString();
        }
    }

    private static List<Numbered> roundsOf(List<CrashPoint> points, int together) {
        int count = Math.ceilDiv(points.size(), together);
        List<Numbered> rounds = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int round = number;
            List<CrashPoint> its =
                    IntStream.range(0, points.size())
                            .filter(at -> at % count == round)
                            .mapToObj(points::get)
                            // Last, because nothing may wait long for their locks.
                            .sorted(Comparator.comparing(CrashPoint::isInATransaction))
                            .toList();
            boolean _ = rounds.add(new Numbered(number, its));
        }
        return rounds;
    }
}
