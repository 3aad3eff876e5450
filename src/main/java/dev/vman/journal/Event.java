package dev.vman.journal;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** Something that happened, numbered, written in the transaction of the change itself. */
@Entity
class Event {
    /** Given just before the commit, see {@link EventNumbers}. */
    @Id long number;

    Instant at;
    String kind;
    String subjectType;
    UUID subjectId;
    String subjectName;
    String data;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate
    protected Event() {}

    Event(Instant at, String kind, Target subject, String data) {
        this.at = at;
        this.kind = kind;
        this.subjectType = subject.type();
        this.subjectId = subject.id();
        this.subjectName = subject.name();
        this.data = data;
    }
}
