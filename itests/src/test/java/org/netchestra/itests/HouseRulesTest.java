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
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import org.junit.jupiter.api.Test;
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

    @Test
    void coreShouldKnowOnlyTheApi() {
        onlyKnow("core", "api").check(CLASSES);
    }

    @Test
    void policiesShouldKnowNoOtherProvider() {
        onlyKnow("policies", "api", "core").check(CLASSES);
    }

    @Test
    void conformanceShouldKnowOnlyTheApi() {
        onlyKnow("conformance", "api").check(CLASSES);
    }

    @Test
    void dispatcherShouldKnowNoOtherProvider() {
        onlyKnow("dispatcher", "api", "core").check(CLASSES);
    }

    @Test
    void linuxShouldKnowOnlyTheCore() {
        onlyKnow("linux", "core").check(CLASSES);
    }

    @Test
    void managementShouldKnowNoProvider() {
        onlyKnow("management", "api").check(CLASSES);
    }

    @Test
    void shellShouldKnowNoProvider() {
        onlyKnow("shell", "api", "core").check(CLASSES);
    }

    @Test
    void accessShouldKnowNoProvider() {
        onlyKnow("access", "api").check(CLASSES);
    }

    @Test
    void camelShouldKnowNoProvider() {
        onlyKnow("camel", "api").check(CLASSES);
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

    private static ClassesShouldConjunction onlyKnow(String room, String... rooms) {
        String[] allowed = new String[rooms.length + 1];
        allowed[0] = "org.netchestra." + room + "..";
        for (int i = 0; i < rooms.length; i++) {
            allowed[i + 1] = "org.netchestra." + rooms[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(allowed[0])
                .should()
                .dependOnClassesThat(resideInAPackage("org.netchestra..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(allowed)));
    }
}
