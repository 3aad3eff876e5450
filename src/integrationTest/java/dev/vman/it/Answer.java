package dev.vman.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * What the daemon answered.
 *
 * @param body a missing node where the answer is no JSON
 */
record Answer(String request, int status, HttpHeaders headers, JsonNode body, String text) {
    /** The body of a success. */
    JsonNode ok() {
        assertThat(status).as("%s -> %s", request, text).isBetween(200, 299);
        return body;
    }

    boolean isOk() {
        return status == 200;
    }

    /** Demands exactly this status. */
    Answer is(int wanted) {
        assertThat(status).as("%s -> %s", request, text).isEqualTo(wanted);
        return this;
    }

    /** Demands a problem of this kind. */
    Answer isProblem(int wanted, String code) {
        is(wanted);
        assertThat(body.path("code").asText()).as("%s -> %s", request, text).isEqualTo(code);
        return this;
    }

    /** Demands that it says after how many seconds to ask again. */
    Answer isToBeRepeated() {
        assertThat(headers.firstValueAsLong("Retry-After").orElse(0))
                .as("%s -> Retry-After", request)
                .isPositive();
        return this;
    }

    String detail() {
        return body.path("detail").asText();
    }
}
