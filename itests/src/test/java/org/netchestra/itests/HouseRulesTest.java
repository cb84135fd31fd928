package org.netchestra.itests;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** The architecture as rules: who may know whom, and what pure code must not touch. */
final class HouseRulesTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.netchestra");

    private static final String[] RIM = {"..osgi..", "..netty..", "..cli..", "..itests.."};
    /** Programs and tools: they may name several rooms, run threads and print. */
    private static final String[] PROGRAMS = {"org.netchestra.workload..", "org.netchestra.experiments.."};

    @Test
    void apiShouldKnowNoOtherRoom() {
        noClasses()
                .that()
                .resideInAPackage("org.netchestra.api..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.netchestra..")
                        .and(JavaClass.Predicates.resideOutsideOfPackage("org.netchestra.api..")))
                .check(CLASSES);
    }

    /** Providers among them: none knows another. */
    @ParameterizedTest
    @CsvSource({
        "core, api",
        "policies, api core",
        "conformance, api",
        "dispatcher, api core",
        "linux, core",
        "management, api",
        "shell, api core",
        "access, api",
        "camel, api",
    })
    void aRoomShouldKnowOnlyWhatIsBelowIt(String room, String below) {
        String[] allowed = Stream.concat(Stream.of(room), Stream.of(below.split(" ")))
                .map(name -> "org.netchestra." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(allowed[0])
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.netchestra..").and(JavaClass.Predicates.resideOutsideOfPackages(allowed)))
                .check(CLASSES);
    }

    @Test
    void pureCodeShouldKnowNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage("org.netchestra.core..", "org.netchestra.policies..", "org.netchestra.dispatcher..")
                .and()
                .resideOutsideOfPackages(RIM)
                .should()
                .dependOnClassesThat(resideInAnyPackage("org.osgi.service..", "io.netty..", "org.apache.camel.."))
                .check(CLASSES);
    }

    @Test
    void pureCodeShouldTakeTimeAsAParameter() {
        noClasses()
                .that()
                .resideInAnyPackage("org.netchestra.core..", "org.netchestra.policies..", "org.netchestra.dispatcher..")
                .and()
                .resideOutsideOfPackages(RIM)
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CLASSES);
    }

    @Test
    void productCodeShouldNotPrint() {
        noClasses()
                .that()
                .resideOutsideOfPackages(PROGRAMS)
                .and()
                .resideOutsideOfPackages("org.netchestra.access..", "org.netchestra.shell..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void roomsShouldHaveNoCycles() {
        slices().matching("org.netchestra.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesShouldHaveNoCycles() {
        slices().matching("org.netchestra.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void apiInterfacesShouldSayWhoImplementsThem() {
        classes()
                .that()
                .resideInAPackage("org.netchestra.api..")
                .and()
                .areInterfaces()
                .and()
                .areNotAnnotations()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .beAnnotatedWith(ConsumerType.class)
                .orShould()
                .beAnnotatedWith(ProviderType.class)
                .check(CLASSES);
    }
}
