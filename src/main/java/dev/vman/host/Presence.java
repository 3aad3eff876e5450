package dev.vman.host;

import java.util.Optional;
import java.util.function.Function;

/**
 * An answer about the host: it is there, it is proven not to be there, or nobody could tell.
 *
 * <p>{@link Unknown} is never a reason for anything destructive.
 */
public sealed interface Presence<T> {

    record Present<T>(T value) implements Presence<T> {}

    record Absent<T>() implements Presence<T> {}

    /** Could not tell; the reason is a sentence for people. */
    record Unknown<T>(String reason) implements Presence<T> {}

    /** The value where it is present; empty both for absent and for unknown. */
    default Optional<T> found() {
        return this instanceof Present<T>(T value) ? Optional.of(value) : Optional.empty();
    }

    /** The same answer about what the value is mapped to. */
    default <R> Presence<R> map(Function<? super T, ? extends R> mapping) {
        return switch (this) {
            case Present<T>(T value) -> new Present<>(mapping.apply(value));
            case Absent<T> _ -> new Absent<>();
            case Unknown<T>(String reason) -> new Unknown<>(reason);
        };
    }

    default boolean isPresent() {
        return this instanceof Present<T>;
    }

    /** True only on proof. */
    default boolean isAbsent() {
        return this instanceof Absent<T>;
    }

    default boolean isUnknown() {
        return this instanceof Unknown<T>;
    }
}
