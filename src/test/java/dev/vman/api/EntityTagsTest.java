package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    @Test
    void readsWhatItWrote() {
        assertThat(ifMatch(EntityTags.of(42))).contains(Set.of(42L));
    }

    @Test
    void takesAnyVersionWithoutTheHeaderOrWithAStar() {
        assertThat(ifMatch()).isEmpty();
        assertThat(ifMatch("*")).isEmpty();
        assertThat(ifMatch(" * ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "W/\"3\"",
                "\"abc\"",
                "\"03\"",
                "\"99999999999999999999\"",
                "\"\"",
                "\"1,2\"",
                "\"*\"",
                "W/\"1\", \"x\""
            })
    void neverMatchesWeakOrForeignTags(String header) {
        assertThat(ifMatch(header)).contains(Set.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1\", \"2\"",
                "\"1\",\"2\"",
                "\"2\" \t, \"1\"",
                ", \"1\",, \"2\" ,",
                "W/\"7\", \"1\", \"a,b\", \"2\"",
                "\"1\", \"2\", \"1\""
            })
    void readsAList(String header) {
        assertThat(ifMatch(header)).contains(Set.of(1L, 2L));
    }

    @Test
    void readsAListInSeveralHeaders() {
        assertThat(ifMatch("\"1\"", "\"2\"")).contains(Set.of(1L, 2L));
    }

    @Test
    void readsAsManyAsAHeaderHolds() {
        String tag = "\"1\",";

        assertThat(ifMatch(tag.repeat(5_000))).contains(Set.of(1L));
        assertThatThrownBy(() -> ifMatch(tag.repeat(5_000) + "x")).isInstanceOf(HttpProblem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3",
                "\"3",
                "",
                ",",
                "**",
                "*, *",
                "*, \"1\"",
                "\"1\", *",
                "\"1\" \"2\"",
                "\"1\"\"2\"",
                "w/\"1\"",
                "W/1",
                "\"1\", 2",
                "\"a b\""
            })
    void refusesWhatIsNoListOfTags(String header) {
        assertThatThrownBy(() -> ifMatch(header))
                .isInstanceOfSatisfying(
                        HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(400));
    }

    private static Optional<Set<Long>> ifMatch(String... headers) {
        return EntityTags.ifMatch(List.of(headers));
    }
}
