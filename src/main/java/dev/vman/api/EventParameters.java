package dev.vman.api;

import dev.vman.inventory.Reference;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which events, and from where on. */
public record EventParameters(
        @QueryParam("after")
                @Parameter(
                        description = "Replay what followed this number; `Last-Event-ID` wins.",
                        example = "41")
                @Nullable String after,
        @QueryParam("kind")
                @Parameter(description = "What their kind begins with.", example = "vm.state")
                @Nullable String kind,
        @QueryParam("vm") @Parameter(description = "Only of this VM: its id or name.")
                @Nullable String vm) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern KIND = Pattern.compile("[a-z][a-z.-]{0,63}");

    EventFilter filter(VmReading reading) {
        return new EventFilter(
                kindPrefix(), Optional.ofNullable(vm).map(text -> id(text, reading)));
    }

    /** An id may be that of a VM which is gone: its last events are still there. */
    private static UUID id(String vm, VmReading reading) {
        return switch (Reference.parse(vm)) {
            case Reference.ById(UUID id) -> id;
            case Reference.ByName name -> reading.id(name);
        };
    }

    private String kindPrefix() {
        if (kind == null) {
            return "";
        }
        if (!KIND.matcher(kind).matches()) {
            throw QueryValue.refusal("kind", "must begin like a kind, such as vm.state");
        }
        return kind;
    }

    /** The last event that the client has seen; empty when it only wants new ones. */
    OptionalLong seen(@Nullable String lastEventId) {
        String header = lastEventId == null ? "" : lastEventId.strip();
        if (!header.isEmpty() && !NUMBER.matcher(header).matches()) {
            throw HttpProblem.of(
                    400,
                    "invalid-last-event-id",
                    "The header 'Last-Event-ID' must be the number of an event.",
                    "Send the id that was received last, or leave the header out.");
        }
        if (after != null && !NUMBER.matcher(after).matches()) {
            throw QueryValue.refusal("after", "must be the number of an event");
        }
        String number = header.isEmpty() ? after : header;
        return number == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number));
    }
}
