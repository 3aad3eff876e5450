package dev.vman.journal;

import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How acts of one kind stand in the journal.
 *
 * @param kinds their names, such as {@code vm.start}; recorded, so never renamed
 * @param payload a record that Jackson writes and reads
 * @param kindOf which of the names an act with such a payload has
 */
public record ActType<P>(Set<String> kinds, Class<P> payload, Function<P, String> kindOf) {
    public ActType {
        kinds = Set.copyOf(kinds);
    }

    public static <P> ActType<P> of(String kind, Class<P> payload) {
        return new ActType<>(Set.of(kind), payload, _ -> kind);
    }

    /** Several, one for each thing that may be done. */
    public static <P, V> ActType<P> of(
            V[] verbs, Function<V, String> kind, Class<P> payload, Function<P, V> verb) {
        Set<String> kinds = Stream.of(verbs).map(kind).collect(Collectors.toSet());
        return new ActType<>(kinds, payload, verb.andThen(kind));
    }
}
