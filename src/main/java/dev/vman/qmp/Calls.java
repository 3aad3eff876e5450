package dev.vman.qmp;

import dev.vman.qmp.QmpMessage.Reply;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The commands that wait for an answer, by id. */
final class Calls {
    private static final Logger LOG = Logger.getLogger(Calls.class);

    private final ConcurrentMap<String, Call> waiting = new ConcurrentHashMap<>();

    void add(Call call) {
        waiting.put(call.id(), call);
    }

    void forget(Call call) {
        waiting.remove(call.id());
    }

    /**
     * Hands an answer to its caller. One that nobody waits for any more is dropped.
     *
     * @throws QmpProtocolViolation if the answer does not say what it answers
     */
    void answer(Reply reply) {
        String id = reply.id();
        if (id == null) {
            throw new QmpProtocolViolation("an answer without id: " + Excerpt.of(reply.toString()));
        }
        @Nullable Call call = waiting.remove(id);
        if (call == null) {
            LOG.debugf("dropped a late answer, id %s", Excerpt.of(id));
            return;
        }
        call.answer(reply);
    }

    void failAll(QmpException reason) {
        waiting.values().forEach(call -> call.fail(reason));
    }
}
