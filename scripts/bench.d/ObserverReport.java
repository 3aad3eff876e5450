import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What was measured, against what is promised. */
final class ObserverReport {
    /** The number of VMs with which an idle daemon is watched. */
    static final int IDLE_VMS = 100;

    private static final double IDLE_PERCENT = 2;
    private static final int PROMISED_VMS = 300;
    private static final int PROMISED_DISKS = 10_000;
    private static final double PROMISED_MILLIS = 300;
    // Linear, with room for what does not grow and for noise.
    private static final double STEEPEST = 1.3;

    private final List<Cell> cells = new ArrayList<>();
    private final List<String> verdicts = new ArrayList<>();
    private boolean met = true;

    /**
     * Passes over so many VMs and disks.
     *
     * @param millis how long each took
     * @param cpuMillis the daemon's CPU time of one
     * @param allocatedBytes what one allocated, as far as the garbage collector has counted it
     */
    record Cell(int vms, int disks, double[] millis, double cpuMillis, double allocatedBytes) {
        double median() {
            return quantile(0.5);
        }

        private double quantile(double share) {
            double[] sorted = millis.clone();
            Arrays.sort(sorted);
            return sorted[(int) Math.round(share * (sorted.length - 1))];
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%5d VMs %6d disks: median %6.0f ms, p90 %6.0f ms, max %6.0f ms, CPU %6.1f ms, allocated %6.1f MiB",
                    vms,
                    disks,
                    median(),
                    quantile(0.9),
                    quantile(1),
                    cpuMillis,
                    allocatedBytes / (1 << 20));
        }
    }

    void add(Cell cell) {
        cells.add(cell);
    }

    void idle(double percent) {
        judge(
                percent < IDLE_PERCENT,
                "idle daemon, %d VMs: %.2f %% of one core; aim: under %.0f %%",
                IDLE_VMS,
                percent,
                IDLE_PERCENT);
    }

    /** True when every aim is met. */
    boolean print() {
        cells.forEach(cell -> System.out.println(cell.line()));
        cells.stream()
                .filter(cell -> cell.vms() == PROMISED_VMS && cell.disks() == PROMISED_DISKS)
                .forEach(cell ->
                        judge(
                                cell.median() < PROMISED_MILLIS,
                                "a pass over %d VMs and %d disks: %.0f ms; aim: under %.0f ms",
                                cell.vms(),
                                cell.disks(),
                                cell.median(),
                                PROMISED_MILLIS));
        cells.forEach(this::judgeGrowth);
        verdicts.forEach(System.out::println);
        return met;
    }

    /** Against the cell before it, which has the same VMs and fewer disks. */
    private void judgeGrowth(Cell cell) {
        int at = cells.indexOf(cell);
        if (at == 0 || cells.get(at - 1).vms() != cell.vms()) {
            return;
        }
        Cell before = cells.get(at - 1);
        double disks = (double) cell.disks() / before.disks();
        double time = cell.median() / Math.max(1, before.median());
        judge(
                time <= STEEPEST * disks,
                "%d VMs: %.1f times the disks take %.1f times as long; aim: linear",
                cell.vms(),
                disks,
                time);
    }

    private void judge(boolean good, String format, Object... values) {
        met &= good;
        verdicts.add(String.format(Locale.ROOT, format, values) + (good ? ": met" : ": MISSED"));
    }
}
