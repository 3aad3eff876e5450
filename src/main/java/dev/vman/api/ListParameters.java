package dev.vman.api;

import dev.vman.inventory.Page;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which part of a list. */
public record ListParameters(
        @QueryParam("limit")
                @Parameter(
                        description = "1 to 1,000 items; 100 where it is left out.",
                        example = "100")
                @Nullable String limit,
        @QueryParam("after") @Parameter(description = "The `next` of the part before.")
                @Nullable String after) {
    static final QueryValue.Range LIMIT = new QueryValue.Range(1, 1000, 100);

    int size() {
        return QueryValue.number("limit", limit, LIMIT);
    }

    String last() {
        return Cursor.read(after);
    }

    /** One more than asked for, to see whether there is more. */
    Page page() {
        return new Page(last(), size() + 1);
    }
}
