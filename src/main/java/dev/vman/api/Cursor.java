package dev.vman.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a list goes on: opaque to clients, the last name (or number) that was shown to us. */
final class Cursor {
    private static final int LONGEST = 100;

    private Cursor() {}

    static String of(String last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty where the list begins. */
    static String read(@Nullable String cursor) {
        if (cursor == null) {
            return "";
        }
        try {
            String last = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (last.matches("[a-z0-9-]{1," + LONGEST + "}") && of(last).equals(cursor)) {
                return last;
            }
        } catch (IllegalArgumentException e) {
            throw refusal();
        }
        throw refusal();
    }

    static HttpProblem refusal() {
        return QueryValue.refusal("after", "must be the 'next' of an earlier answer");
    }
}
