package dev.vman.it;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** When starts began and ended, as the numbered events tell it. */
record StartEvents(List<Change> changes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A VM became another state. */
    record Change(long number, UUID vm, String to) {}

    /** Reads on from the event of this number until so many VMs have come to run. */
    static StartEvents read(Api api, long after, int running) {
        List<Change> changes = new ArrayList<>();
        try (Stream<String> lines = api.lines("events?kind=vm.state&after=" + after)) {
            Iterator<String> data =
                    lines.filter(line -> line.startsWith("data:"))
                            .map(l -> l.substring(5))
                            .iterator();
            int ended = 0;
            while (ended < running) {
                Change change = parse(data.next());
                changes.add(change);
                ended += change.to().equals("running") ? 1 : 0;
            }
        }
        return new StartEvents(changes);
    }

    private static Change parse(String data) {
        try {
            JsonNode event = JSON.readTree(data);
            return new Change(
                    event.path("number").asLong(),
                    UUID.fromString(event.path("subject").path("id").asText()),
                    event.path("data").path("to").asText());
        } catch (JsonProcessingException e) {
            throw new AssertionError(data, e);
        }
    }

    long last() {
        return changes.getLast().number();
    }

    /** Those that were started. */
    Set<UUID> vms() {
        return changes.stream()
                .filter(change -> change.to().equals("starting"))
                .map(Change::vm)
                .collect(Collectors.toSet());
    }

    long firstBeginOf(List<Vm> vms) {
        return numbers(vms, "starting").min().orElseThrow();
    }

    long lastEndOf(List<Vm> vms) {
        return numbers(vms, "running").max().orElseThrow();
    }

    private LongStream numbers(List<Vm> vms, String to) {
        Set<UUID> ids = vms.stream().map(Vm::id).collect(Collectors.toSet());
        return changes.stream()
                .filter(change -> change.to().equals(to) && ids.contains(change.vm()))
                .mapToLong(Change::number);
    }

    int mostAtOnce() {
        Set<UUID> starting = new HashSet<>();
        int most = 0;
        for (Change change : changes) {
            if (change.to().equals("starting")) {
                boolean _ = starting.add(change.vm());
            } else {
                boolean _ = starting.remove(change.vm());
            }
            most = Math.max(most, starting.size());
        }
        return most;
    }
}
