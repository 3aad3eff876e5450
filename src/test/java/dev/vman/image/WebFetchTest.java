package dev.vman.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebFetchTest {
    private static final byte[] CONTENT = "an image".getBytes(StandardCharsets.US_ASCII);
    @TempDir Path root;
    private WebServer server;
    private String origin;
    private final AtomicInteger resolutions = new AtomicInteger();

    @BeforeEach
    void start() throws IOException {
        server = new WebServer();
        origin = "http://images.example:" + server.port();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** The good host, which loopback plays. */
    private WebFetch web(AddressRule rule) {
        return new WebFetch(
                List.of("images.example:" + server.port(), "secure.example"),
                rule,
                _ -> {
                    int _ = resolutions.incrementAndGet();
                    return new InetAddress[] {InetAddress.getLoopbackAddress()};
                });
    }

    private Path fetch(String target) throws IOException {
        return fetch(target, Optional.empty(), 0);
    }

    private Path fetch(String target, Optional<String> sha256, long rate) throws IOException {
        Path to = root.resolve("fetched");
        ImageLimits limits =
                new ImageLimits(1000, Duration.ofSeconds(20), rate, Duration.ofSeconds(20));
        web(_ -> true).copy(origin + target, to, sha256, limits, _ -> {}, ImportWatch.NOBODY);
        return to;
    }

    @Test
    void fetchesWhatHasALengthAndAsksByName() throws IOException {
        server.on("/a?b=c", "HTTP/1.1 200 OK\nContent-Length: 8\n\n", CONTENT);

        assertThat(fetch("/a?b=c")).hasBinaryContent(CONTENT);
        assertThat(server.requests())
                .containsExactly("GET /a?b=c HTTP/1.1 images.example:" + server.port());
        assertThat(resolutions).hasValue(1);
    }

    @Test
    void fetchesWhatComesInChunks() throws IOException {
        String chunks = "3;x=y\r\nan \r\n5\r\nimage\r\n0\r\n\r\n";
        server.on(
                "/a",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n",
                chunks.getBytes(StandardCharsets.US_ASCII));

        assertThat(fetch("/a")).hasBinaryContent(CONTENT);
    }

    @Test
    void followsARedirectToAnAllowedHostAndLooksAtItsAddressToo() throws IOException {
        server.on("/a", "HTTP/1.1 302 Found\nLocation: /b\n\n", new byte[0])
                .on("/b", "HTTP/1.1 200 OK\nContent-Length: 8\n\n", CONTENT);

        assertThat(fetch("/a")).hasBinaryContent(CONTENT);
        assertThat(resolutions).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://other.example/b",
                "http://images.example/b",
                "http://127.0.0.1/b",
                "file:///etc/passwd",
                "gopher://images.example/",
                "//other.example/b",
                "http://user@other.example/"
            })
    void followsNoRedirectElsewhere(String location) {
        server.on("/a", "HTTP/1.1 302 Found\nLocation: " + location + "\n\n", new byte[0]);

        assertThatThrownBy(() -> fetch("/a")).isInstanceOf(Failure.Invalid.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void followsNoRedirectForEver() {
        server.on("/a", "HTTP/1.1 302 Found\nLocation: /a\n\n", new byte[0]);

        assertThatThrownBy(() -> fetch("/a")).hasMessageContaining("again and again");
        assertThat(server.requests()).hasSize(6);
    }

    @Test
    void connectsToNothingThatIsNotPublic() {
        ImageLimits limits = ImportLab.limits();

        assertThatThrownBy(() ->
                        web(new PublicAddresses())
                                .copy(
                                        origin + "/a",
                                        root.resolve("x"),
                                        Optional.empty(),
                                        limits,
                                        _ -> {},
                                        ImportWatch.NOBODY))
                .hasMessageContaining("not a public one");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void looksAtEveryAddressOfAName() throws IOException {
        InetAddress[] both = {
            InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("169.254.169.254")
        };
        WebFetch web = new WebFetch(List.of("two.example"), new PublicAddresses(), _ -> both);

        assertThatThrownBy(() ->
                        web.copy(
                                "http://two.example/",
                                root.resolve("x"),
                                Optional.empty(),
                                ImportLab.limits(),
                                _ -> {},
                                ImportWatch.NOBODY))
                .hasMessageContaining("not a public one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 9\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n",
                "HTTP/1.1 200 OK\nContent-Length: 8\nTransfer-Encoding: chunked\n\n",
                "HTTP/1.1 200 OK\nContent-Length: 8\nContent-Length: 4\n\n",
                "HTTP/1.1 200 OK\nContent-Length: -8\n\n",
                "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 8\n\n",
                "HTTP/1.1 200 OK\n\n",
                "HTTP/1.1 404 Not Found\nContent-Length: 8\n\n",
                "HTTP/1.1 302 Found\n\n",
                "SSH-2.0-OpenSSH\n\n",
                "HTTP/1.1 200 OK\nno header\n\n"
            })
    void takesNothingThatIsCutOffOrUnclear(String head) {
        server.on("/a", head, CONTENT);

        assertThatThrownBy(() -> fetch("/a")).isInstanceOfAny(Failure.class, IOException.class);
    }

    @Test
    void takesWhatEndsWithoutAWordOnlyWithAChecksum() throws IOException {
        server.on("/a", "HTTP/1.0 200 OK\n\n", CONTENT);
        String sha256 = "6ded11b6feaba44a2ae3d1deac92f8a1d6ea6dc9a60c8d0f1bb9a5f2a4e3c7b1";

        assertThatThrownBy(() -> fetch("/a")).hasMessageContaining("no sha256");
        assertThatThrownBy(() -> fetch("/a", Optional.of(sha256), 0))
                .hasMessageContaining("SHA-256");
    }

    @Test
    void takesNoMoreThanAllowed() {
        server.on("/a", "HTTP/1.1 200 OK\nContent-Length: 2000\n\n", new byte[2000]);

        assertThatThrownBy(() -> fetch("/a")).hasMessageContaining("more than 1000");
    }

    @Test
    void isNotFasterThanAllowed() throws IOException {
        server.on("/a", "HTTP/1.1 200 OK\nContent-Length: 1000\n\n", new byte[1000]);
        long begun = System.nanoTime();

        Path _ = fetch("/a", Optional.empty(), 2000);

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThan(Duration.ofMillis(450));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "images.example",
                "ftp://images.example/",
                "http://",
                "http://elsewhere.example/",
                "http://secure.example:8080/",
                "http://secure.example@elsewhere.example/",
                "http://secure.example\\@elsewhere.example/",
                "http://secure.example.elsewhere.example/",
                "http://secure.example/\r\nHost: x",
                "http://[::1]/",
                "http://0x7f000001/"
            })
    void refusesUrlsOfOthers(String url) {
        assertThatThrownBy(() -> web(_ -> true).check(url)).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void knowsAllowedHostsByTheirUsualPort() {
        web(_ -> true).check("https://Secure.Example/x?y#z");
        web(_ -> true).check("http://secure.example:80/");
    }
}
