package dev.vman.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vman.qmp.QmpMessage.Failure;
import dev.vman.qmp.QmpMessage.Return;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QmpMessageParserTest {

    @Test
    void readsTheGreeting() {
        QmpMessage message = QmpMessageParser.parse(FakeQmpServer.GREETING);

        assertThat(message)
                .isEqualTo(
                        new QmpGreeting(new QmpGreeting.Version(7, 2, 1, "fake"), List.of("oob")));
        assertThat(((QmpGreeting) message).version()).hasToString("7.2.1");
    }

    @Test
    void readsAnAnswerOfAnyKindOfValue() {
        assertThat(QmpMessageParser.parse("{\"return\": [1], \"id\": \"a\"}"))
                .isInstanceOfSatisfying(
                        Return.class,
                        answer -> {
                            assertThat(answer.id()).isEqualTo("a");
                            assertThat(answer.value().path(0).asInt()).isEqualTo(1);
                        });
        assertThat(QmpMessageParser.parse("{\"return\": null, \"id\": \"a\"}"))
                .isInstanceOf(Return.class);
    }

    @Test
    void readsAnErrorThatHasNoId() {
        QmpMessage message =
                QmpMessageParser.parse(
                        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}}");

        assertThat(message).isEqualTo(new Failure(null, "GenericError", "no"));
    }

    @Test
    void readsAnEventWithItsTime() {
        QmpMessage message =
                QmpMessageParser.parse(
                        """
                        {"event": "RESET", "data": {"guest": true},
                         "timestamp": {"seconds": 1700000000, "microseconds": 250000}}\
                        """);

        assertThat(message)
                .isInstanceOfSatisfying(
                        QmpEvent.class,
                        event -> {
                            assertThat(event.name()).isEqualTo("RESET");
                            assertThat(event.data().path("guest").asBoolean()).isTrue();
                            assertThat(event.timestamp())
                                    .isEqualTo(Instant.parse("2023-11-14T22:13:20.250Z"));
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\": \"STOP\"}",
                "{\"event\": \"STOP\", \"timestamp\": {\"seconds\": -1, \"microseconds\": -1}}",
                "{\"event\": \"STOP\", \"timestamp\":"
                        + " {\"seconds\": 9223372036854775807, \"microseconds\": 0}}"
            })
    void givesAnEventWithoutUsableClockTheEpoch(String line) {
        assertThat(QmpMessageParser.parse(line))
                .isInstanceOfSatisfying(
                        QmpEvent.class,
                        event -> {
                            assertThat(event.timestamp()).isEqualTo(Instant.EPOCH);
                            assertThat(event.data().isObject()).isTrue();
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "",
                "{",
                "[]",
                "42",
                "null",
                "{}",
                "{\"hello\": 1}",
                "{\"return\": {}} {\"return\": {}}",
                "{\"event\": 5}",
                "{\"event\": \"STOP\", \"data\": 5}",
                "{\"error\": \"no\"}",
                "{\"error\": {\"class\": \"GenericError\"}}",
                "{\"QMP\": {}}",
                "{\"QMP\": {\"version\": {\"qemu\": {\"major\": 99999999999}}}}"
            })
    void refusesWhatIsNoMessage(String line) {
        assertThatExceptionOfType(QmpProtocolViolation.class)
                .isThrownBy(() -> QmpMessageParser.parse(line));
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        String deep = "{\"return\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatExceptionOfType(QmpProtocolViolation.class)
                .isThrownBy(() -> QmpMessageParser.parse(deep))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1_000));
    }

    @Test
    void refusesAShortLineThatWouldBeALargeTree() {
        String wide = "{\"return\": [" + "[],".repeat(1_000_000) + "[]]}";

        assertThatExceptionOfType(QmpProtocolViolation.class)
                .isThrownBy(() -> QmpMessageParser.parse(wide));
    }

    @Test
    void keepsControlCharactersOutOfItsMessages() {
        assertThatExceptionOfType(QmpProtocolViolation.class)
                .isThrownBy(() -> QmpMessageParser.parse("{\"a\":\r\n\n1}"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\r"));
    }
}
