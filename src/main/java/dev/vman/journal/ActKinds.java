package dev.vman.journal;

import dev.vman.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every kind of act that this version knows. */
@ApplicationScoped
class ActKinds {
    private final Instance<ActKind<?>> kinds;
    private final OperationRows rows;
    private volatile Map<String, ActKind<?>> named = Map.of();

    ActKinds(@Any Instance<ActKind<?>> kinds, OperationRows rows) {
        this.kinds = kinds;
        this.rows = rows;
    }

    Act make(Operation row) {
        return make(kindOf(row), row);
    }

    /** As {@link ActKind#roomFor}. */
    long roomFor(Operation row) {
        return roomFor(kindOf(row), row);
    }

    private ActKind<?> kindOf(Operation row) {
        @Nullable ActKind<?> kind = named().get(row.kind());
        if (kind == null) {
            throw new Failure.HostFailure(
                    "journal-unreadable",
                    "This version knows no act '" + row.kind() + "'.",
                    "Start the version of VMAN that recorded it.",
                    null);
        }
        return kind;
    }

    /** Not before the first act: the kinds need the journal themselves. */
    private Map<String, ActKind<?>> named() {
        if (named.isEmpty()) {
            Map<String, ActKind<?>> all = new HashMap<>();
            kinds.forEach(kind -> kind.type().kinds().forEach(name -> all.put(name, kind)));
            named = Map.copyOf(all);
        }
        return named;
    }

    private <P> Act make(ActKind<P> kind, Operation row) {
        return kind.make(rows.payload(row, kind.type().payload()));
    }

    private <P> long roomFor(ActKind<P> kind, Operation row) {
        return kind.roomFor(rows.payload(row, kind.type().payload()));
    }
}
