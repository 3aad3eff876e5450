package dev.vman.it;

import java.io.IOException;
import java.util.List;
import java.util.Random;

/** The whole matrix and the random killer; see {@code scripts/crash-test --help}. */
final class CrashTest {
    private CrashTest() {}

    /** Exits with 1 when something was lost, leaked or disturbed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String mode = arguments.length == 0 ? "--all" : arguments[0];
        String value = arguments.length < 2 ? "" : arguments[1];
        boolean well =
                switch (mode) {
                    case "--all" -> matrix(CrashOperations.all(), 1);
                    case "--sample" -> matrix(CrashOperations.all(), Integer.parseInt(value));
                    case "--operation" -> matrix(named(value), 1);
                    case "--random" -> RandomKills.run(Integer.parseInt(value));
                    case "--recovery" -> RecoveryTime.measure(Integer.parseInt(value));
                    default -> throw new IllegalArgumentException("unknown option " + mode);
                };
        System.exit(well ? 0 : 1);
    }

    private static List<CrashOperation> named(String name) {
        List<CrashOperation> found =
                CrashOperations.all().stream()
                        .filter(operation -> operation.name().equals(name))
                        .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no such operation: " + name);
        }
        return found;
    }

    /** Every k-th point of all of them, from one chosen by chance. */
    private static boolean matrix(List<CrashOperation> operations, int every)
            throws IOException, InterruptedException {
        CrashReport report = new CrashReport();
        int skip = new Random().nextInt(every);
        try (CrashScene scene = new CrashScene()) {
            CrashMatrix matrix = new CrashMatrix(scene, report);
            for (CrashOperation operation : operations) {
                for (String point : matrix.pointsOf(operation)) {
                    if (skip-- == 0) {
                        matrix.dieAt(operation, point);
                        skip = every - 1;
                    }
                }
            }
        }
        report.faults().forEach(System.out::println);
        System.out.println(report.summary(operations.size()));
        return report.faults().isEmpty();
    }
}
