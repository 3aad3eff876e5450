package dev.vman.api;

import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param next the cursor of the next part; null: this is the last
 */
record Items<T>(
        List<T> items,
        @Schema(description = "Give it as `after` for the next part; null at the end.")
                @Nullable String next) {
    /** Of all that there are, which are few. Throws where the one before them is gone. */
    static <T> Items<T> of(List<T> all, ListParameters part, Function<T, String> key) {
        String last = part.last();
        int from = last.isEmpty() ? 0 : all.stream().map(key).toList().indexOf(last) + 1;
        if (from == 0 && !last.isEmpty()) {
            throw Cursor.refusal();
        }
        return of(all.subList(from, all.size()), part.size(), key);
    }

    /** Of up to {@code limit} rows; where there is one more, there is a next part. */
    static <T> Items<T> of(List<T> oneMore, int limit, Function<T, String> key) {
        if (oneMore.size() <= limit) {
            return new Items<>(List.copyOf(oneMore), null);
        }
        List<T> shown = List.copyOf(oneMore.subList(0, limit));
        return new Items<>(shown, Cursor.of(key.apply(shown.getLast())));
    }
}
