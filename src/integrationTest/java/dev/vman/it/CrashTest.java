package dev.vman.it;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The whole matrix and the random killer; see {@code scripts/crash-test --help}. */
final class CrashTest {
    private static final int LANES = 2;
    private static final int TOGETHER = 8;

    private CrashTest() {}

    /** Exits with 1 when something was lost, leaked or disturbed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        CrashOptions options = CrashOptions.of(arguments);
        boolean well =
                options.has("recovery")
                        ? RecoveryTime.measure(options.number("recovery", 0))
                        : crash(options);
        System.exit(well ? 0 : 1);
    }

    private static boolean crash(CrashOptions options) throws IOException, InterruptedException {
        CrashReport report = new CrashReport();
        int operations;
        try (CrashLanes lanes = new CrashLanes(options.number("lanes", LANES), report)) {
            operations =
                    options.has("random")
                            ? new RandomKills(report).run(lanes, options.number("random", 0))
                            : matrix(options, lanes, report);
        }
        report.faults().forEach(System.out::println);
        System.out.println(report.summary(operations));
        return report.faults().isEmpty();
    }

    /** Returns the number of operations. */
    private static int matrix(CrashOptions options, CrashLanes lanes, CrashReport report)
            throws InterruptedException {
        CrashMatrix matrix = new CrashMatrix(lanes, report);
        CrashRecovery recovery = new CrashRecovery(lanes, report);
        int every = options.number("sample", 1);
        List<CrashOperation> operations = options.operations();
        List<CrashPoint> points = everyOther(matrix.pointsOf(operations), every);
        List<RecoveryDeath> deaths =
                options.recovers() ? everyOther(recovery.deaths(), every) : List.of();
        System.out.printf(
                "%d points of %d operations, %d of a database's recovery%n",
                points.size(), operations.size(), deaths.size());
        recovery.dieAt(deaths);
        matrix.dieAt(points, options.number("together", TOGETHER));
        return operations.size() + (deaths.isEmpty() ? 0 : 1);
    }

    /** Every k-th, from one chosen by chance. */
    private static <T> List<T> everyOther(List<T> all, int every) {
        int first = new Random().nextInt(every);
        return IntStream.range(0, all.size())
                .filter(at -> at % every == first)
                .mapToObj(all::get)
                .toList();
    }
}
