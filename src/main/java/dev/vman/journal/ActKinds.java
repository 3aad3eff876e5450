package dev.vman.journal;

import dev.vman.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;

/** Every kind of act that this version knows. */
@ApplicationScoped
class ActKinds {
    private final Instance<ActKind<?>> kinds;
    private final OperationRows rows;

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
        return kinds.stream()
                .filter(kind -> kind.kinds().contains(row.kind()))
                .findFirst()
                .<ActKind<?>>map(kind -> kind)
                .orElseThrow(() ->
                        new Failure.HostFailure(
                                "journal-unreadable",
                                "This version knows no act '" + row.kind() + "'.",
                                "Start the version of VMAN that recorded it.",
                                null));
    }

    private <P> Act make(ActKind<P> kind, Operation row) {
        return kind.make(rows.payload(row, kind.payloadType()));
    }

    private <P> long roomFor(ActKind<P> kind, Operation row) {
        return kind.roomFor(rows.payload(row, kind.payloadType()));
    }
}
