package dev.vman.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Death while a lost database is rebuilt: the daemon dies, every other time the next one dies again
 * in what is left to do, and the last one, which nobody tells to recover anything, has to know
 * every VM and disk.
 */
final class CrashRecovery {
    static final String NAME = "recover";

    /** What it submits: nobody can ask for the second over HTTP. */
    static final Set<String> KINDS = Set.of("vm.adopt", "disk.adopt");

    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final int SECOND_POINTS = 6;
    private final CrashLanes lanes;
    private final CrashReport report;

    CrashRecovery(CrashLanes lanes, CrashReport report) {
        this.lanes = lanes;
        this.report = report;
    }

    /** At what files show, and at every point, the first and the last time that it is reached. */
    List<RecoveryDeath> deaths() throws InterruptedException {
        List<RecoveryDeath.Moment> moments = new ArrayList<>();
        moments.add(new RecoveryDeath.Moment.AtFile("", "recovering"));
        moments.add(new RecoveryDeath.Moment.AtFile("quarantine", "-vman.mv.db"));
        lanes.forEach(List.of(NAME), (scene, _) -> addPoints(scene, moments));
        RecoveryDeath.Loss[] losses = RecoveryDeath.Loss.values();
        return IntStream.range(0, moments.size())
                .mapToObj(at -> new RecoveryDeath(losses[at % losses.length], moments.get(at)))
                .toList();
    }

    private static void addPoints(CrashScene scene, List<RecoveryDeath.Moment> moments)
            throws IOException {
        LostWorld world = LostWorld.make(scene);
        lose(scene, world, RecoveryDeath.Loss.DELETED);
        scene.daemon().recover();
        Map<String, Integer> times = new LinkedHashMap<>();
        scene.points().forEach(point -> times.merge(point, 1, Integer::sum));
        times.forEach((point, most) ->
                IntStream.of(1, most)
                        .distinct()
                        .forEach(time ->
                                moments.add(new RecoveryDeath.Moment.AtPoint(point, time))));
        scene.empty();
        if (!KINDS.stream().allMatch(kind -> isAmong(times.keySet(), kind))) {
            throw new AssertionError(KINDS + " should be among " + times.keySet());
        }
    }

    private static boolean isAmong(Set<String> points, String kind) {
        return points.stream().anyMatch(point -> point.startsWith(kind + ":"));
    }

    private static void lose(CrashScene scene, LostWorld world, RecoveryDeath.Loss how)
            throws IOException {
        scene.daemon().kill();
        world.lose(how);
        scene.plan();
        scene.forgetPoints();
    }

    void dieAt(List<RecoveryDeath> deaths) throws InterruptedException {
        report.expect(deaths.size());
        List<Integer> numbers = IntStream.range(0, deaths.size()).boxed().toList();
        lanes.forEach(numbers, (scene, number) -> die(scene, deaths.get(number), number));
    }

    private void die(CrashScene scene, RecoveryDeath death, int number) throws IOException {
        LostWorld world = LostWorld.make(scene);
        lose(scene, world, death.loss());
        boolean reached = diesInTime(scene, death.moment());
        boolean again = number % 2 == 0 && diesAgain(scene, 1 + number / 2 % SECOND_POINTS);
        scene.plan();
        if (!scene.daemon().isAlive()) {
            scene.daemon().startAgain();
        }
        if (reached) {
            report.tried(death, again);
        } else {
            report.unreached(death);
        }
        judge(scene, world, death);
        scene.empty();
    }

    private static boolean diesInTime(CrashScene scene, RecoveryDeath.Moment moment)
            throws IOException {
        return switch (moment) {
            case RecoveryDeath.Moment.AtPoint(String point, int time) -> {
                scene.plan("halt " + point + ":" + time);
                yield scene.daemon().recoverUntil(() -> false);
            }
            case RecoveryDeath.Moment.AtFile(String folder, String suffix) -> {
                Path place = scene.daemon().storage().resolve(folder);
                yield scene.daemon().recoverUntil(() -> holds(place, suffix));
            }
        };
    }

    private static boolean holds(Path folder, String suffix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(suffix));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean diesAgain(CrashScene scene, int time) throws IOException {
        scene.plan("halt *:*:" + time);
        return !scene.daemon().startAgainToLiveOrDie();
    }

    private void judge(CrashScene scene, LostWorld world, RecoveryDeath death) throws IOException {
        try {
            scene.consistency().settlesWithin(SETTLED, death.toString());
        } catch (AssertionError e) {
            report.leaked(death, e.toString());
        }
        List<String> differences = world.differences(death.loss());
        if (!differences.isEmpty()) {
            report.lost(death, differences.toString());
        }
        scene.bystanders().disturbance().ifPresent(what -> report.disturbed(death, what));
    }
}
