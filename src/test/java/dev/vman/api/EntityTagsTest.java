package dev.vman.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vman.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    @Test
    void readsWhatItWrote() {
        assertThat(EntityTags.ifMatch(List.of(EntityTags.of(42)))).contains(42L);
    }

    @Test
    void takesAnyVersionWithoutTheHeaderOrWithAStar() {
        assertThat(EntityTags.ifMatch(List.of())).isEmpty();
        assertThat(EntityTags.ifMatch(List.of("*"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"3\"", "\"abc\"", "\"03\"", "\"99999999999999999999\"", "\"\""})
    void neverMatchesWeakOrForeignTags(String header) {
        assertThatThrownBy(() -> EntityTags.ifMatch(List.of(header)))
                .isInstanceOf(Failure.Outdated.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "\"3", "", "\"1\", \"2\"", "**"})
    void refusesWhatIsNoTag(String header) {
        assertThatThrownBy(() -> EntityTags.ifMatch(List.of(header)))
                .isInstanceOfSatisfying(
                        HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(400));
    }
}
