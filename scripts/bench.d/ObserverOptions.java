import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How much is looked at, and how often.
 *
 * @param vms numbers of VMs, growing
 * @param disks numbers of disks, the VMs' own among them, growing
 * @param passes measured passes of each pair, after as many for warming up
 * @param idleSeconds how long an idle daemon is watched; 0: not at all
 * @param settleSeconds how long it is left alone before
 */
record ObserverOptions(
        List<Integer> vms, List<Integer> disks, int passes, int idleSeconds, int settleSeconds) {
    /** Reads {@code name value} pairs; throws {@link IllegalArgumentException}. */
    static ObserverOptions parse(String[] arguments) {
        Map<String, String> values =
                new TreeMap<>(
                        Map.of(
                                "vms", "100,300",
                                "disks", "1000,10000,50000",
                                "passes", "30",
                                "idle", "60",
                                "settle", "300"));
        for (int at = 0; at < arguments.length; at += 2) {
            if (!values.containsKey(arguments[at]) || at + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "expected pairs of a name and a value: " + values.keySet());
            }
            values.put(arguments[at], arguments[at + 1]);
        }
        return new ObserverOptions(
                numbers(values, "vms"),
                numbers(values, "disks"),
                numbers(values, "passes").getFirst(),
                numbers(values, "idle").getFirst(),
                numbers(values, "settle").getFirst());
    }

    private static List<Integer> numbers(Map<String, String> values, String name) {
        String text = values.getOrDefault(name, "");
        if (!text.matches("[0-9]{1,6}(,[0-9]{1,6})*")) {
            throw new IllegalArgumentException(name + ": not numbers: " + text);
        }
        return Stream.of(text.split(",")).map(Integer::valueOf).toList();
    }
}
