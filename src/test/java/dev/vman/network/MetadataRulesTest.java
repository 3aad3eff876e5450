package dev.vman.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataRulesTest {
    private static final Optional<GuestMetadata> WEB = Optional.of(Guests.web("10.77.0.5"));
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    private final MetadataRules open = new MetadataRules(now::get, false);
    private final MetadataRules strict = new MetadataRules(now::get, true);

    @Test
    void answersWithoutATokenUnlessOneIsDemanded() {
        assertThat(open.answer(get(Optional.empty()), WEB)).isEqualTo(MetadataReply.of("web"));
        assertThat(strict.answer(get(Optional.empty()), WEB).status()).isEqualTo(401);
    }

    @Test
    void answersToATokenThatItGave() {
        MetadataReply token = strict.answer(put("60"), WEB);

        assertThat(token.ttlSeconds()).contains(60);
        assertThat(strict.answer(get(Optional.of(token.body())), WEB).body()).isEqualTo("web");
    }

    @Test
    void takesATokenOnlyForItsTime() {
        String token = open.answer(put("60"), WEB).body();

        now.updateAndGet(instant -> instant.plusSeconds(59));
        assertThat(open.answer(get(Optional.of(token)), WEB).status()).isEqualTo(200);
        now.updateAndGet(instant -> instant.plusSeconds(1));
        assertThat(open.answer(get(Optional.of(token)), WEB).status()).isEqualTo(401);
    }

    @Test
    void takesATokenOnlyFromTheGuestThatAskedForIt() {
        String token = open.answer(put("60"), WEB).body();

        assertThat(statusFor(token, Guests.web("10.77.0.6"))).isEqualTo(401);
        assertThat(statusFor(token, Guests.bare("10.77.0.5"))).isEqualTo(401);
    }

    private int statusFor(String token, GuestMetadata guest) {
        return open.answer(get(Optional.of(token)), Optional.of(guest)).status();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "!!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void refusesAForgedTokenThoughNoneIsNeeded(String token) {
        assertThat(open.answer(get(Optional.of(token)), WEB).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21601", "-1", "", "1e3", "99999999999999999999", " 60"})
    void refusesATimeThatIsNone(String seconds) {
        assertThat(open.answer(put(seconds), WEB).status()).isEqualTo(400);
    }

    @Test
    void takesTheShortestAndTheLongestTime() {
        assertThat(open.answer(put("1"), WEB).status()).isEqualTo(200);
        assertThat(open.answer(put("21600"), WEB).status()).isEqualTo(200);
        assertThat(open.answer(question("PUT", "/latest/api/token"), WEB).status()).isEqualTo(400);
    }

    @Test
    void tellsNobodyButTheGuestsOfThisHost() {
        assertThat(open.answer(get(Optional.empty()), Optional.empty()).status()).isEqualTo(404);
        assertThat(open.answer(put("60"), Optional.empty()).status()).isEqualTo(404);
    }

    @Test
    void refusesWhatAProxyPassedOn() {
        MetadataQuestion passedOn =
                new MetadataQuestion(
                        "GET", "/latest/user-data", Optional.empty(), Optional.empty(), true);

        assertThat(open.answer(passedOn, WEB).status()).isEqualTo(403);
    }

    @Test
    void takesNoOtherMethods() {
        assertThat(open.answer(question("POST", "/latest/user-data"), WEB).status()).isEqualTo(405);
        assertThat(open.answer(question("PUT", "/latest/user-data"), WEB).status()).isEqualTo(405);
        assertThat(open.answer(question("GET", "/latest/api/token"), WEB).status()).isEqualTo(405);
    }

    private static MetadataQuestion question(String method, String path) {
        return new MetadataQuestion(method, path, Optional.empty(), Optional.empty(), false);
    }

    private static MetadataQuestion get(Optional<String> token) {
        return new MetadataQuestion(
                "GET", "/latest/meta-data/hostname", Optional.empty(), token, false);
    }

    private static MetadataQuestion put(String seconds) {
        return new MetadataQuestion(
                "PUT", "/latest/api/token", Optional.of(seconds), Optional.empty(), false);
    }
}
