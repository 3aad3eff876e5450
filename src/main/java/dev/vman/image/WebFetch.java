package dev.vman.image;

import dev.vman.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Fetches images by http and https from hosts that are allowed. A name is resolved once, every one
 * of its addresses is looked at, and the connection goes to that very address: nobody can answer
 * the check with one address and the connection with another. So it is with every redirect.
 */
final class WebFetch {
    private static final int MOST_REDIRECTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(15);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private final List<String> allowedHosts;
    private final AddressRule rule;
    private final Resolver resolver;

    WebFetch(List<String> allowedHosts, AddressRule rule, Resolver resolver) {
        this.allowedHosts = List.copyOf(allowedHosts);
        this.rule = rule;
        this.resolver = resolver;
    }

    /** Finds the addresses of a name. */
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** Throws {@link Failure.Invalid} unless it may be fetched; asks no other host. */
    void check(String url) {
        FetchUrl _ = FetchUrl.parse(url, allowedHosts);
    }

    void copy(
            String url,
            Path to,
            Optional<String> sha256,
            ImageLimits limits,
            LongConsumer room,
            ImportWatch watch)
            throws IOException {
        FetchUrl place = FetchUrl.parse(url, allowedHosts);
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            try (Socket socket = connect(place)) {
                HttpAnswer answer = ask(socket, place);
                Optional<String> elsewhere = answer.redirect();
                if (elsewhere.isEmpty()) {
                    write(answer, to, sha256, limits, room, watch);
                    return;
                }
                place = place.redirect(elsewhere.get(), allowedHosts);
            }
        }
        throw FetchUrl.refused("leads from one place to the next, again and again");
    }

    private static void write(
            HttpAnswer answer,
            Path to,
            Optional<String> sha256,
            ImageLimits limits,
            LongConsumer room,
            ImportWatch watch)
            throws IOException {
        Pace pace =
                Pace.of(
                        limits.mostBytes(),
                        answer.length().orElse(0),
                        limits.fetchRate(),
                        limits.fetchDeadline(),
                        room,
                        watch);
        try (InputStream body = answer.body(sha256.isPresent())) {
            Transfer.write(body, to, sha256, pace);
        }
    }

    private Socket connect(FetchUrl place) throws IOException {
        InetAddress[] addresses = resolve(place.host());
        if (addresses.length == 0 || !Arrays.stream(addresses).allMatch(rule::allows)) {
            throw FetchUrl.refused("its host has an address that is not a public one");
        }
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(addresses[0], place.port()), (int) CONNECT.toMillis());
            socket.setSoTimeout((int) SILENCE.toMillis());
            return place.secure() ? secure(socket, place) : socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private InetAddress[] resolve(String host) {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException e) {
            throw new Failure.HostFailure(
                    "fetch-failed",
                    "The host " + host + " is not known.",
                    "See whether the name is right, and names are resolved on this host.",
                    e);
        }
    }

    /** The certificate has to be the name's, whatever the address. */
    private static Socket secure(Socket socket, FetchUrl place) throws IOException {
        SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        SSLSocket secure =
                (SSLSocket) factory.createSocket(socket, place.host(), place.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static HttpAnswer ask(Socket socket, FetchUrl place) throws IOException {
        String request =
                "GET "
                        + place.target()
                        + " HTTP/1.1\r\nHost: "
                        + place.hostHeader()
                        + "\r\nUser-Agent: vman\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
                        + "Connection: close\r\n\r\n";
        OutputStream out = socket.getOutputStream();
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return HttpAnswer.read(socket.getInputStream());
    }
}
