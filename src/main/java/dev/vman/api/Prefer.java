package dev.vman.api;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a mutation waits for its operation (RFC 7240). Preferences that are unknown or malformed
 * are ignored, as the RFC asks.
 */
record Prefer(Duration patience) {
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Pattern WAIT = Pattern.compile("wait=\"?([0-9]{1,9})\"?");

    static Prefer of(List<String> headers) {
        return of(headers, LONGEST);
    }

    /** Of an operation that may take long. */
    static Prefer ofLong(List<String> headers) {
        return of(headers, Duration.ZERO);
    }

    private static Prefer of(List<String> headers, Duration otherwise) {
        List<String> preferences =
                headers.stream()
                        .flatMap(header -> List.of(header.split("[,;]", -1)).stream())
                        .map(text -> text.strip().toLowerCase(Locale.ROOT))
                        .toList();
        Duration unlessSaid = preferences.contains("respond-async") ? Duration.ZERO : otherwise;
        return preferences.stream()
                .map(WAIT::matcher)
                .filter(Matcher::matches)
                .findFirst()
                .map(wait -> new Prefer(atMost(Duration.ofSeconds(Long.parseLong(wait.group(1))))))
                .orElse(new Prefer(unlessSaid));
    }

    /** Whether it waits as long as anybody may. */
    boolean toTheEnd() {
        return patience.equals(LONGEST);
    }

    private static Duration atMost(Duration asked) {
        return asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
    }
}
