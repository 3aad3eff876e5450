package dev.vman;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the house to its table: rooms, arrows between them, and what the build can't check. */
class ArchitectureTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(Rooms.ROOT);
    private static final JavaClasses TESTS =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                    .importPackages(Rooms.ROOT);

    static Stream<String> rooms() {
        return Rooms.MAY_USE.keySet().stream().sorted();
    }

    static Stream<String> roomsWithHostValuesOnly() {
        return Rooms.HOST_VALUES.keySet().stream().sorted();
    }

    @Test
    void hasTheRoomsOfTheTableAndNoOther() {
        Stream<String> packages = HOUSE.stream().map(JavaClass::getPackageName).distinct();

        assertThat(packages).containsExactlyInAnyOrder(Rooms.packages());
    }

    @Test
    void keepsTheRootPackageForWhatBelongsToAll() {
        Stream<String> there =
                HOUSE.stream()
                        .filter(type -> type.getPackageName().equals(Rooms.ROOT))
                        .filter(JavaClass::isTopLevelClass)
                        .map(JavaClass::getSimpleName);

        assertThat(there)
                .containsExactlyInAnyOrder(
                        "Debouncer", "Failure", "Rounds", "StartOrder", "package-info");
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void usesOnlyTheRoomsThatTheTableAllows(String room) {
        classes()
                .that()
                .resideInAPackage(Rooms.packageOf(room))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage(Rooms.ROOT + ".."))
                                .or(resideInAnyPackage(Rooms.within(room))))
                .check(HOUSE);
    }

    /** So that no step can be performed or undone without its crash points being announced. */
    @Test
    void takesStepsOnlyWhereTheirCrashPointsAreAnnounced() {
        noClasses()
                .that(not(nameMatching(Pattern.quote("dev.vman.journal.ActSteps"))))
                .should()
                .callMethodWhere(
                        target(name("perform").or(name("undo")))
                                .and(target(owner(assignableTo("dev.vman.journal.Step")))))
                .check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("roomsWithHostValuesOnly")
    void takesOnlyValuesFromTheHost(String room) {
        classes()
                .that()
                .resideInAPackage(Rooms.packageOf(room))
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage(Rooms.packageOf("host")))
                                .or(nameMatching(Rooms.hostValuePattern(room))))
                .check(HOUSE);
    }

    @Test
    void hasNoCycles() {
        slices().matching(Rooms.ROOT + ".(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {Rooms.QMP, Rooms.AGENT})
    void couldPublishTheClientsAlone(String room) {
        classes()
                .that()
                .resideInAPackage(Rooms.packageOf(room))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Rooms.packageOf(room),
                        "java..",
                        "com.fasterxml.jackson..",
                        "org.jboss.logging..",
                        "org.jspecify..")
                .check(HOUSE);
    }

    @Test
    void marksEveryPackageAgainstNulls() {
        assertThat(Rooms.packages())
                .allSatisfy(name ->
                        assertThat(HOUSE.getPackage(name).isAnnotatedWith(NullMarked.class))
                                .as(name)
                                .isTrue());
    }

    @Test
    void printsNothingButTheReadyLine() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Rooms.packageOf("api") + ".ReadyLine")
                .should(ACCESS_STANDARD_STREAMS)
                .check(HOUSE);
    }

    @Test
    void tellsTimeByTheModernClasses() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        nameMatching("java\\.(util\\.(Date|Calendar)|text\\.\\w*DateFormat)"))
                .check(HOUSE);
    }

    @Test
    void injectsThroughConstructors() {
        noFields().should().beAnnotatedWith("jakarta.inject.Inject").check(HOUSE);
        noFields()
                .should()
                .beAnnotatedWith("org.eclipse.microprofile.config.inject.ConfigProperty")
                .check(HOUSE);
    }

    @Test
    void namesClassesByWhatTheyAre() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Base")
                .orShould(haveNameOfAManager())
                .check(HOUSE);
    }

    /** The network's, and the one that Linux has, is the field's own noun. */
    private static ArchCondition<JavaClass> haveNameOfAManager() {
        return ArchConditions.be(nameMatching(".*(?<!Network)Manager"));
    }

    @Test
    void fakesByHand() {
        noClasses().should().dependOnClassesThat().resideInAPackage("org.mockito..").check(HOUSE);
        noClasses().should().dependOnClassesThat().resideInAPackage("org.mockito..").check(TESTS);
    }

    @Test
    void neverSleepsInATest() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", Duration.class)
                .check(TESTS);
    }
}
