package dev.vman.journal;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A database that refuses for a while whatever is to be recorded of an operation, and answers all
 * the time: meanwhile the operation's row has another id.
 */
@ApplicationScoped
public class RefusingDatabase {
    private static final String RENAME = "update operation set id = ?1 where id = ?2";
    private final EntityManager entities;
    private final Journal journal;
    private final ScriptedActs acts;
    private final Map<UUID, UUID> renamed = new ConcurrentHashMap<>();

    RefusingDatabase(EntityManager entities, Journal journal, ScriptedActs acts) {
        this.entities = entities;
        this.journal = journal;
        this.acts = acts;
    }

    /** Begins an act that can't be brought to its end before {@link #relent()}. */
    public UUID leaveAnAct() {
        UUID target = UUID.randomUUID();
        Script script = new Script(target);
        return leave(script, script.step("a"));
    }

    /** As above: this step is the last one that is done. */
    UUID leave(Script script, ScriptedStep last) {
        UUID target = script.holds().iterator().next();
        ScriptedStep _ = last.doing(_ -> refuse(target));
        UUID operation = journal.carryOut(acts.submission(script, target), () -> {}).operation();
        ScriptedStep _ = last.doing(_ -> {});
        return operation;
    }

    /** From here on nothing is recorded of the operation that is under way on this target. */
    void refuse(UUID target) {
        UUID elsewhere = UUID.randomUUID();
        UUID operation =
                QuarkusTransaction.requiringNew()
                        .call(() -> {
                            UUID id = underWay(target);
                            rename(id, elsewhere);
                            return id;
                        });
        renamed.put(elsewhere, operation);
    }

    /** Everything can be recorded again. */
    public void relent() {
        QuarkusTransaction.requiringNew().run(() -> renamed.forEach(this::rename));
        renamed.clear();
    }

    private UUID underWay(UUID target) {
        return entities.createQuery(
                        "select o.id from Operation o where o.targetId = :target and o.endedAt is"
                                + " null",
                        UUID.class)
                .setParameter("target", target)
                .getSingleResult();
    }

    private void rename(UUID from, UUID to) {
        int _ =
                entities.createNativeQuery(RENAME)
                        .setParameter(1, to)
                        .setParameter(2, from)
                        .executeUpdate();
    }
}
