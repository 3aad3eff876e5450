import java.util.Map;
import java.util.TreeMap;

/**
 * How often everything is done.
 *
 * @param starts measured rounds of start, attach, stop
 * @param warmups rounds before them that do not count
 * @param batches measured rounds of ten at once
 * @param rows VMs in the list
 * @param reads measured requests of each kind
 */
record BenchOptions(int starts, int warmups, int batches, int rows, int reads) {
    private static final int MOST = 100_000;

    /** Reads {@code name number} pairs; throws {@link IllegalArgumentException}. */
    static BenchOptions parse(String[] arguments) {
        Map<String, Integer> numbers =
                new TreeMap<>(
                        Map.of("starts", 40, "warmups", 1_500, "batches", 25, "rows", 1000, "reads", 300));
        for (int at = 0; at < arguments.length; at += 2) {
            String name = arguments[at];
            if (!numbers.containsKey(name) || at + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "expected pairs of a name and a number: " + numbers.keySet());
            }
            numbers.put(name, number(name, arguments[at + 1]));
        }
        return new BenchOptions(
                numbers.get("starts"),
                numbers.get("warmups"),
                numbers.get("batches"),
                numbers.get("rows"),
                numbers.get("reads"));
    }

    private static int number(String name, String text) {
        if (!text.matches("[0-9]{1,6}") || Integer.parseInt(text) > MOST) {
            throw new IllegalArgumentException(name + ": not a number up to " + MOST + ": " + text);
        }
        return Integer.parseInt(text);
    }
}
