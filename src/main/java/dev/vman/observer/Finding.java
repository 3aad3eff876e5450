package dev.vman.observer;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A difference that was seen twice, with its evidence and what became of it. */
@Entity
public class Finding {
    @Id public UUID id;

    /** Which difference it is: the same over all readings. */
    @Column(name = "finding_key")
    String key;

    @Enumerated(EnumType.STRING)
    public FindingKind kind;

    @Enumerated(EnumType.STRING)
    public Severity severity;

    @Enumerated(EnumType.STRING)
    public FindingState state;

    String subjectType;
    @Nullable UUID subjectId;
    @Nullable String subjectName;
    @Nullable Long subjectPid;
    @Nullable String subjectPath;

    /** The VM that it concerns. */
    public @Nullable UUID vm;

    /** JSON. */
    String evidence;

    public Instant firstSeenAt;

    /** As far as it was written: not every pass writes. */
    Instant lastSeenAt;

    @Version public long version;

    @SuppressWarnings("NullAway.Init") // filled by Hibernate
    protected Finding() {}

    Finding(Difference difference, String evidence, Instant now) {
        id = UUID.randomUUID();
        key = difference.key();
        kind = difference.kind();
        severity = difference.severity();
        state = FindingState.OPEN;
        Subject subject = difference.subject();
        subjectType = subject.type();
        subjectId = subject.id();
        subjectName = subject.name();
        subjectPid = subject.pid();
        subjectPath = subject.path();
        vm = difference.vm().orElse(null);
        this.evidence = evidence;
        firstSeenAt = now;
        lastSeenAt = now;
    }

    public Subject subject() {
        return new Subject(subjectType, subjectId, subjectName, subjectPid, subjectPath);
    }
}
