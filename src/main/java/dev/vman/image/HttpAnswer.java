package dev.vman.image;

import dev.vman.Failure;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The head of an answer by HTTP/1.1 (RFC 9112), and its body as a stream; within limits. */
final class HttpAnswer {
    private static final int MOST_LINE = 8 << 10;
    private static final int MOST_LINES = 100;
    private static final int OK = 200;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private final int status;
    private final Map<String, String> headers;
    private final InputStream stream;

    private HttpAnswer(int status, Map<String, String> headers, InputStream stream) {
        this.status = status;
        this.headers = headers;
        this.stream = stream;
    }

    static HttpAnswer read(InputStream from) throws IOException {
        InputStream stream = new BufferedInputStream(from, 1 << 16);
        String[] first = line(stream).split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("\\d{3}")) {
            throw new IOException("no answer by HTTP/1.1");
        }
        Map<String, String> headers = new HashMap<>();
        String next = line(stream);
        for (int count = 0; !next.isEmpty(); count++) {
            int colon = next.indexOf(':');
            if (count > MOST_LINES || colon < 1) {
                throw new IOException("no headers of HTTP/1.1, or too many");
            }
            String name = next.substring(0, colon).toLowerCase(Locale.ROOT);
            if (headers.put(name, next.substring(colon + 1).strip()) != null && isOnce(name)) {
                throw new IOException("the header " + name + " is there twice");
            }
            next = line(stream);
        }
        return new HttpAnswer(Integer.parseInt(first[1]), headers, stream);
    }

    private static boolean isOnce(String name) {
        return name.equals("content-length") || name.equals("transfer-encoding");
    }

    private static String line(InputStream stream) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = stream.read(); read != '\n'; read = stream.read()) {
            if (read < 0) {
                throw new EOFException("the answer is cut off");
            }
            if (line.size() > MOST_LINE) {
                throw new IOException("a line of the answer is too long");
            }
            line.write(read);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Where else to look. */
    Optional<String> redirect() {
        return REDIRECTS.contains(status)
                ? Optional.ofNullable(headers.get("location"))
                : Optional.empty();
    }

    /** Of the body, where that was said. */
    OptionalLong length() throws IOException {
        String text = headers.get("content-length");
        if (text == null) {
            return OptionalLong.empty();
        }
        if (!text.matches("\\d{1,18}")) {
            throw new IOException("a length that is none");
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    /**
     * The body, which fails where it is cut off.
     *
     * @param checked somebody compares its checksum: only then it may end without a word
     */
    InputStream body(boolean checked) throws IOException {
        if (status != OK) {
            throw new Failure.HostFailure(
                    "fetch-failed",
                    "The server answered with status " + status + ".",
                    "See whether the URL is right.",
                    null);
        }
        if (!headers.getOrDefault("content-encoding", "identity").equals("identity")) {
            throw new IOException("the server packed it though it was asked not to");
        }
        String encoding = headers.get("transfer-encoding");
        if (encoding != null) {
            if (!encoding.equalsIgnoreCase("chunked") || length().isPresent()) {
                throw new IOException("an unknown transfer encoding");
            }
            return new ChunkedBody(stream);
        }
        if (length().isEmpty() && !checked) {
            throw new IOException(
                    "the server does not say how long it is, and no sha256 was given");
        }
        return length().isPresent() ? new SizedBody(stream, length().getAsLong()) : stream;
    }
}
