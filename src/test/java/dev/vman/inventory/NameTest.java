package dev.vman.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameTest {
    static Stream<String> hostile() {
        return Stream.of(
                "",
                " ",
                "..",
                ".",
                "a/b",
                "../etc/passwd",
                "a b",
                "a,b",
                "a\n",
                "\na",
                "a\nb",
                "a\r",
                "a\0",
                "a\0b",
                "-a",
                "a-",
                "A",
                "a_b",
                "a.b",
                "a=b",
                "json:{}",
                "file:x",
                "w\u0435b", // a Cyrillic e
                "\uff57eb", // a full-width w
                "web\u200b", // a zero-width space
                "web\u202e",
                "\u0661", // an Arabic digit
                "stra\u00dfe",
                "x".repeat(64),
                "x".repeat(10_240),
                "01234567-89ab-4cde-8f01-23456789abcd",
                "00000000-0000-0000-0000-000000000000");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesWhatIsNoName(String text) {
        assertThatThrownBy(() -> new Name(text))
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        e -> {
                            assertThat(e.code()).isEqualTo("invalid-value");
                            assertThat(e.errors())
                                    .extracting(Failure.FieldError::field)
                                    .containsExactly("name");
                            assertThat(e.detail()).hasSizeLessThan(200);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "web-1",
                "a--b",
                "01234567-89ab-4cde-8f01-23456789abc",
                "xn--80ak6aa92e"
            })
    void takesWhatIsOne(String text) {
        assertThat(new Name(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 62, 63})
    void takesUpTo63Characters(int length) {
        assertThat(new Name("x".repeat(length)).value()).hasSize(length);
    }
}
