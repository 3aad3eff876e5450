package dev.vman.image;

import dev.vman.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * A place on the web that an image may be fetched from.
 *
 * @param host lower-case; brackets around an IPv6 address are gone
 * @param target path and query, as they go into a request
 */
record FetchUrl(boolean secure, String host, int port, String target) {
    private static final String FIELD = "source.url";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LONGEST = 2048;

    /** Throws {@link Failure.Invalid} for what is none, or of a host that is not allowed. */
    static FetchUrl parse(String text, List<String> allowedHosts) {
        FetchUrl url = of(uri(text));
        boolean allowed =
                allowedHosts.stream()
                        .map(entry -> entry.toLowerCase(Locale.ROOT))
                        .anyMatch(url::isNamedBy);
        if (!allowed) {
            throw refused("its host is not in vman.image.allowed-hosts");
        }
        return url;
    }

    private static URI uri(String text) {
        if (text.length() > LONGEST || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw refused("must be " + LONGEST + " printable ASCII characters at most");
        }
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw refused("is no URL");
        }
    }

    private static FetchUrl of(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused("must begin with http:// or https://");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw refused("must have a host, and no user");
        }
        boolean secure = scheme.equals("https");
        int port = uri.getPort() < 0 ? secure ? HTTPS : HTTP : uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String host = uri.getHost().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        return new FetchUrl(secure, host, port, path + query);
    }

    /** An entry without a port means the usual one. */
    private boolean isNamedBy(String entry) {
        return entry.equals(hostAndPort()) || (port == usualPort() && entry.equals(host));
    }

    private int usualPort() {
        return secure ? HTTPS : HTTP;
    }

    private String hostAndPort() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** For the request. */
    String hostHeader() {
        String all = hostAndPort();
        return port == usualPort() ? all.substring(0, all.lastIndexOf(':')) : all;
    }

    /** Where an answer of this place leads to. */
    FetchUrl redirect(String location, List<String> allowedHosts) {
        FetchUrl next = parse(absolute(location), allowedHosts);
        if (secure && !next.secure()) {
            throw refused("leads from https to http");
        }
        return next;
    }

    private String absolute(String location) {
        URI here = URI.create((secure ? "https://" : "http://") + hostAndPort() + target);
        try {
            return here.resolve(location).toString();
        } catch (IllegalArgumentException e) {
            throw refused("leads to what is no URL");
        }
    }

    static Failure refused(String message) {
        return Failure.Invalid.field(FIELD, message);
    }
}
