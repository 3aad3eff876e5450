package dev.vman.network;

import static dev.vman.network.PlannedChange.ADD;
import static dev.vman.network.PlannedChange.CORRECT;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A table is right when it holds what it should, all of it, and nothing else. */
final class FilterPlan {
    private FilterPlan() {}

    static List<PlannedChange> of(DesiredNetwork wanted, ObservedNetwork seen) {
        List<PlannedChange> changes = new ArrayList<>();
        if (!wanted.foreign()) {
            replacement(RoutingFilter.of(wanted), seen).ifPresent(changes::add);
        }
        replacement(GuestFilter.of(wanted), seen).ifPresent(changes::add);
        return changes;
    }

    private static Optional<PlannedChange> replacement(NftTable table, ObservedNetwork seen) {
        List<String> there = seen.tables().getOrDefault(table.key(), List.of());
        if (!seen.tables().containsKey(table.key())) {
            return Optional.of(new PlannedChange.ReplaceTable(table, ADD, "There is none."));
        }
        if (there.equals(table.contents())) {
            return Optional.empty();
        }
        List<String> missing = without(table.contents(), there);
        List<String> foreign = without(there, table.contents());
        String why =
                missing.size()
                        + " of "
                        + table.contents().size()
                        + " parts are missing, "
                        + foreign.size()
                        + " too many.";
        boolean onlyPorts =
                there.size() + missing.size() == table.contents().size()
                        && missing.stream().allMatch(GuestFilter::comesWithAPort);
        return Optional.of(
                onlyPorts
                        // replacing it takes five times as long
                        ? new PlannedChange.ExtendTable(table, missing, why)
                        : new PlannedChange.ReplaceTable(table, CORRECT, why));
    }

    private static List<String> without(List<String> lines, List<String> others) {
        return lines.stream().filter(line -> !others.contains(line)).toList();
    }
}
