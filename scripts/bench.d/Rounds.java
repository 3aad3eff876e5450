import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lets the contestants do the same in turn, so that what disturbs the host disturbs all of them. */
final class Rounds {
    static final int AT_ONCE = 10;
    private static final Duration FIRMWARE = Duration.ofMillis(500);
    private final List<Contestant> contestants;
    private final Samples samples;

    Rounds(List<Contestant> contestants, Samples samples) {
        this.contestants = contestants;
        this.samples = samples;
    }

    void oneByOne(int warmups, int rounds) throws IOException, InterruptedException {
        Map<String, Subject> machines = new LinkedHashMap<>();
        for (Contestant contestant : contestants) {
            machines.put(contestant.name(), contestant.machine(0));
        }
        for (int round = -warmups; round < rounds; round++) {
            for (Map.Entry<String, Subject> machine : turned(machines, round)) {
                Samples kept = round < 0 ? new Samples() : samples;
                startAndStop(machine.getKey(), machine.getValue(), kept);
            }
        }
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Subject> machine : turned(machines, round)) {
                attach(machine.getKey(), machine.getValue());
            }
        }
    }

    private static void startAndStop(String who, Subject machine, Samples kept)
            throws IOException, InterruptedException {
        kept.add("start", who, Stopwatch.time(machine::start));
        machine.attach();
        kept.add("stop", who, Stopwatch.time(machine::stop));
        machine.reset();
    }

    /**
     * In the same moment of each guest's life: its firmware keeps QEMU from answering for 2 to 9 ms,
     * which changes by the millisecond, and whoever is slower to start would meet another part of it.
     */
    private void attach(String who, Subject machine) throws IOException, InterruptedException {
        machine.start();
        Thread.sleep(FIRMWARE);
        samples.add("attach", who, Stopwatch.time(machine::attach));
        machine.stop();
        machine.reset();
    }

    void atOnce(int warmups, int rounds) throws IOException, InterruptedException {
        Map<String, List<Subject>> fleets = new LinkedHashMap<>();
        for (Contestant contestant : contestants) {
            List<Subject> fleet = new ArrayList<>();
            for (int number = 1; number <= AT_ONCE; number++) {
                fleet.add(contestant.machine(number));
            }
            fleets.put(contestant.name(), fleet);
        }
        for (int round = -warmups; round < rounds; round++) {
            for (Map.Entry<String, List<Subject>> fleet : turned(fleets, round)) {
                Samples kept = round < 0 ? new Samples() : samples;
                List<Subject> machines = fleet.getValue();
                double millis = Stopwatch.time(() -> all(machines, Subject::start));
                kept.add("ten", fleet.getKey(), millis);
                all(machines, Subject::stop);
                all(machines, Subject::reset);
            }
        }
    }

    /** Every second round the other way round: nobody always follows the same one. */
    private static <T> List<Map.Entry<String, T>> turned(Map<String, T> turns, int round) {
        List<Map.Entry<String, T>> list = new ArrayList<>(turns.entrySet());
        if (round % 2 != 0) {
            Collections.reverse(list);
        }
        return list;
    }

    private interface Act {
        void on(Subject machine) throws IOException, InterruptedException;
    }

    private static void all(List<Subject> machines, Act act)
            throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> ends = new ArrayList<>();
            for (Subject machine : machines) {
                ends.add(
                        threads.submit(() -> {
                            act.on(machine);
                            return null;
                        }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("one of the machines failed: " + e.getCause(), e.getCause());
        }
    }
}
