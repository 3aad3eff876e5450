package dev.vman.api;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that this daemon answers to, on any port. A page of another site that rebinds its own
 * name to this address is told apart by the name it sends.
 */
record AllowedHosts(Set<String> names) {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:[0-9]{1,5})?");
    private static final Pattern ORIGIN = Pattern.compile("https?://(.+)");

    static AllowedHosts of(String listenedOn, List<String> more) {
        Set<String> names = new TreeSet<>(LOOPBACK);
        names.add(canonical(listenedOn));
        more.forEach(name -> names.add(canonical(name)));
        return new AllowedHosts(Set.copyOf(names));
    }

    private static String canonical(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        boolean bareIpv6 = lower.indexOf(':') != lower.lastIndexOf(':') && !lower.startsWith("[");
        return bareIpv6 ? "[" + lower + "]" : lower;
    }

    /** Whether a Host header, {@code name} or {@code name:port}, names this daemon. */
    boolean admitsHost(String header) {
        Matcher authority = AUTHORITY.matcher(header.toLowerCase(Locale.ROOT));
        return authority.matches() && names.contains(authority.group(1));
    }

    /** Whether an Origin header is that of a page of this daemon; {@code null} is not. */
    boolean admitsOrigin(String header) {
        Matcher origin = ORIGIN.matcher(header.toLowerCase(Locale.ROOT));
        return origin.matches() && admitsHost(origin.group(1));
    }
}
