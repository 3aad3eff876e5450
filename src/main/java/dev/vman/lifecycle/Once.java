package dev.vman.lifecycle;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is read when it is first asked for, and then kept. Not for several threads. */
final class Once<T> {
    private final Supplier<T> source;
    private @Nullable T value;

    Once(Supplier<T> source) {
        this.source = source;
    }

    T get() {
        T known = value;
        if (known == null) {
            known = source.get();
            value = known;
        }
        return known;
    }
}
