package dev.vman.journal;

import java.time.Instant;

/**
 * An event that was committed.
 *
 * @param number one more than that of the event before it
 * @param kind such as {@code vm.state}
 * @param data a JSON object
 */
public record RecordedEvent(long number, Instant at, String kind, Target subject, String data) {
    static RecordedEvent of(Event row) {
        Target subject = new Target(row.subjectType, row.subjectId, row.subjectName);
        return new RecordedEvent(row.number, row.at, row.kind, subject, row.data);
    }
}
