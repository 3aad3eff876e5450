package dev.vman.lifecycle;

import dev.vman.inventory.VmState;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of looking for lost rows.
 *
 * @param vms how many there are now, by state
 * @param disks how many there are now
 * @param nameless disks that no manifest told of, which got names of their own
 * @param left what could not be recovered, with reasons; it lies where it lay
 */
record Recovered(Map<VmState, Long> vms, long disks, List<String> nameless, List<String> left) {
    Recovered {
        vms = new EnumMap<>(vms);
        nameless = List.copyOf(nameless);
        left = List.copyOf(left);
    }

    /** In one line. */
    String summary() {
        long all = vms.values().stream().mapToLong(Long::longValue).sum();
        String states =
                vms.entrySet().stream()
                        .map(count ->
                                count.getValue()
                                        + " "
                                        + count.getKey().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        return "Recovered %d VMs%s and %d disks, %d of them without a name; %d could not be"
                .formatted(
                        all,
                        states.isEmpty() ? "" : " (" + states + ")",
                        disks,
                        nameless.size(),
                        left.size());
    }
}
