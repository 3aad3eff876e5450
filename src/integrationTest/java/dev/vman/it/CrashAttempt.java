package dev.vman.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One operation that is to die at one point. */
final class CrashAttempt {
    private final CrashPoint point;
    private final CrashOperation.Try prepared;
    private final String before;
    private boolean reached = true;

    private CrashAttempt(CrashPoint point, CrashOperation.Try prepared) {
        this.point = point;
        this.prepared = prepared;
        before = prepared.outcome().get();
    }

    static CrashAttempt prepare(CrashPoint point, CrashScene scene) {
        return new CrashAttempt(point, point.operation().preparation().apply(scene));
    }

    CrashPoint point() {
        return point;
    }

    /** For the crash plan: to do this at its point. */
    String[] orders(String verb) {
        List<String> orders = new ArrayList<>(List.of(verb + " " + point.point()));
        orders.addAll(List.of(point.operation().failure()));
        return orders.toArray(String[]::new);
    }

    /** In a thread that waits for an answer which may not come. */
    Thread send() {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        Answer _ = prepared.request().get();
                    } catch (UncheckedIOException e) {
                        // It died, as planned.
                    }
                });
    }

    /** It did not come to its point, so that nothing can be said of it. */
    void giveUp() {
        reached = false;
    }

    boolean cameToItsPoint() {
        return reached;
    }

    /** What is not as it has to be after all, given the operations that it made. */
    Optional<String> fault(List<JsonNode> made) {
        String wanted = point.operation().wantedState();
        String outcome = prepared.outcome().get();
        boolean unheardOf = point.isAtTheStart() && made.isEmpty() && outcome.equals(before);
        boolean ended =
                !made.isEmpty()
                        && made.stream().allMatch(row -> row.path("state").asText().equals(wanted));
        return !reached || unheardOf || (ended && outcome.equals(prepared.wanted()))
                ? Optional.empty()
                : Optional.of("is " + outcome + ", not " + prepared.wanted() + ": " + made);
    }

    @Override
    public String toString() {
        return point.toString();
    }
}
