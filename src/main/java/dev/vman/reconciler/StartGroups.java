package dev.vman.reconciler;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/** What is started together; one group after the other, by ascending start order. */
record StartGroups(List<List<UUID>> groups) {
    StartGroups {
        groups = groups.stream().map(List::copyOf).toList();
    }

    /** A VM that is to be started. */
    record Due(UUID vm, int startOrder) {}

    static StartGroups of(List<Due> due) {
        TreeMap<Integer, List<UUID>> byOrder = new TreeMap<>();
        due.forEach(vm ->
                byOrder.computeIfAbsent(vm.startOrder(), _ -> new ArrayList<>()).add(vm.vm()));
        return new StartGroups(List.copyOf(byOrder.values()));
    }
}
