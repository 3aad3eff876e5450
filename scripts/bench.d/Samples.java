import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ArrayList;
import java.util.Optional;

/** What was measured: milliseconds by what was done and who did it. */
final class Samples {
    private record Key(String what, String who) {}

    private final Map<Key, List<Double>> all = new LinkedHashMap<>();

    void add(String what, String who, double millis) {
        all.computeIfAbsent(new Key(what, who), _ -> new ArrayList<>()).add(millis);
    }

    Optional<Double> median(String what, String who) {
        return Optional.ofNullable(all.get(new Key(what, who))).map(list -> quantile(list, 0.5));
    }

    Optional<Double> p90(String what, String who) {
        return Optional.ofNullable(all.get(new Key(what, who))).map(list -> quantile(list, 0.9));
    }

    /** NaN where nothing was measured. */
    double quantile(String what, String who, double share) {
        List<Double> list = all.getOrDefault(new Key(what, who), List.of());
        return list.isEmpty() ? Double.NaN : quantile(list, share);
    }

    private static double quantile(List<Double> list, double share) {
        double[] sorted = list.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double at = share * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = (int) Math.ceil(at);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
