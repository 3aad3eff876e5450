package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** Tests listen on port 0. */
@QuarkusTest
class ReadyLineTest {
    @Inject ReadyLine line;

    @Test
    void namesThePortThatIsListenedOn() {
        assertThat(line.address("127.0.0.1")).isEqualTo("http://127.0.0.1:" + RestAssured.port);
        assertThat(line.address("::1")).isEqualTo("http://[::1]:" + RestAssured.port);
    }
}
