package dev.vman.api;

import dev.vman.Failure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ETags: the version of a row, in quotes. */
final class EntityTags {
    private static final Pattern STRONG = Pattern.compile("\"([\\x21\\x23-\\x7e]*)\"");
    private static final Pattern WEAK = Pattern.compile("W/\"[\\x21\\x23-\\x7e]*\"");
    private static final Pattern VERSION = Pattern.compile("0|[1-9][0-9]{0,17}");

    private EntityTags() {}

    static String of(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that the caller saw; empty: any will do ({@code *}, or no such header). A weak
     * tag, or one that is none of ours, matches nothing: {@link Failure.Outdated}.
     */
    static Optional<Long> ifMatch(List<String> headers) {
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        String header = String.join(",", headers).strip();
        if (header.equals("*")) {
            return Optional.empty();
        }
        Matcher strong = STRONG.matcher(header);
        if (strong.matches() && VERSION.matcher(strong.group(1)).matches()) {
            return Optional.of(Long.parseLong(strong.group(1)));
        }
        if (strong.matches() || WEAK.matcher(header).matches()) {
            throw new Failure.Outdated("The resource never had the ETag " + header + ".");
        }
        throw HttpProblem.of(
                400,
                "malformed-if-match",
                "If-Match must be one ETag in quotes, or *.",
                "Send the ETag as it came, quotes included.");
    }
}
