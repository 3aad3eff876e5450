package dev.vman.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final UUID ID = UUID.fromString("01234567-89ab-4cde-8f01-23456789abcd");

    @ParameterizedTest
    @ValueSource(longs = {512, 1024, 1L << 30, 64L << 40})
    void takesWholeSectorsUpTo64TebibytesAsASize(long bytes) {
        assertThat(new ByteSize(bytes).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                Long.MIN_VALUE,
                -512,
                -1,
                0,
                1,
                511,
                513,
                1000,
                (64L << 40) + 512,
                10L << 60,
                Long.MAX_VALUE
            })
    void refusesOtherSizes(long bytes) {
        assertThatThrownBy(() -> new ByteSize(bytes)).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void readsAUuidAsAnIdInEitherCase() {
        assertThat(Reference.parse(ID.toString())).isEqualTo(new Reference.ById(ID));
        assertThat(Reference.parse(ID.toString().toUpperCase(java.util.Locale.ROOT)))
                .isEqualTo(new Reference.ById(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "web",
                "1-1-1-1-1",
                "..",
                "a\0",
                "01234567-89ab-4cde-8f01-23456789abcd\n"
            })
    void readsAnythingElseAsAName(String text) {
        assertThat(Reference.parse(text)).isEqualTo(new Reference.ByName(text));
    }

    @Test
    void derivesAStableLocalAddressFromTheId() {
        assertThat(MacAddress.of(ID)).hasToString("52:54:00:89:ab:cd").isEqualTo(MacAddress.of(ID));
        assertThat(MacAddress.of(new UUID(0, 0))).hasToString("52:54:00:00:00:00");
    }

    static Stream<Map<String, String>> labels() {
        return Stream.of(
                Map.of(),
                Map.of("team", ""),
                Map.of("a/b.c_d-e", "any text, even = and \u00fc"),
                Map.of("K".repeat(63), "v".repeat(255)),
                many(64));
    }

    @ParameterizedTest
    @MethodSource("labels")
    void takesLabels(Map<String, String> labels) {
        assertThat(Labels.check(labels)).isEqualTo(labels);
    }

    static Stream<Map<String, String>> badLabels() {
        Map<String, String> nothing = new HashMap<>();
        nothing.put("team", null);
        return Stream.of(
                Map.of("", "v"),
                Map.of("-a", "v"),
                Map.of("a b", "v"),
                Map.of("a=b", "v"),
                Map.of("a\n", "v"),
                Map.of("K".repeat(64), "v"),
                Map.of("\u0435", "v"),
                Map.of("a", "v".repeat(256)),
                Map.of("a", "v\nw"),
                Map.of("a", "\0"),
                nothing,
                many(65));
    }

    @ParameterizedTest
    @MethodSource("badLabels")
    void refusesOtherLabels(Map<String, String> labels) {
        assertThatThrownBy(() -> Labels.check(labels)).isInstanceOf(Failure.Invalid.class);
    }

    private static Map<String, String> many(int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> "label" + i, i -> "value" + i));
    }
}
