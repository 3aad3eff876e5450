package dev.vman.api;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** ETags: the version of a row, in quotes. */
final class EntityTags {
    /** One of a list; commas may stand inside of the quotes, too. */
    private static final Pattern TAG =
            Pattern.compile("\\G[ \\t,]*(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"[ \\t]*(?=,|$)");

    private static final Pattern NOTHING = Pattern.compile("[ \\t,]*");
    private static final Pattern VERSION = Pattern.compile("0|[1-9][0-9]{0,17}");

    private EntityTags() {}

    static String of(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The versions that the caller knows (RFC 9110, 13.1.1); empty: any will do ({@code *}, or no
     * such header). Weak tags, and those that are none of ours, are of no version.
     */
    static Optional<Set<Long>> ifMatch(List<String> headers) {
        String list = String.join(",", headers).strip();
        return headers.isEmpty() || list.equals("*") ? Optional.empty() : Optional.of(read(list));
    }

    private static Set<Long> read(String list) {
        Set<Long> versions = new HashSet<>();
        Matcher tag = TAG.matcher(list);
        int end = 0;
        while (tag.find()) {
            end = tag.end();
            version(tag.group(1), tag.group(2)).ifPresent(versions::add);
        }
        if (end == 0 || !NOTHING.matcher(list.substring(end)).matches()) {
            throw malformed();
        }
        return versions;
    }

    private static Optional<Long> version(@Nullable String weak, String tag) {
        return weak == null && VERSION.matcher(tag).matches()
                ? Optional.of(Long.valueOf(tag))
                : Optional.empty();
    }

    private static HttpProblem malformed() {
        return HttpProblem.of(
                400,
                "malformed-if-match",
                "If-Match must be a list of ETags in quotes, or *.",
                "Send the ETag as it came, quotes included.");
    }
}
