package org.netchestra.itests;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The layers of the dispatcher: each knows only those below it, and none of its own rank. */
final class DataPlaneLayersTest {

    private static final String DISPATCHER = "org.netchestra.dispatcher";
    private static final String NETTY = DISPATCHER + ".netty";

    /** From the bottom; packages of one rank do not know each other. */
    private static final List<List<String>> RANKS = List.of(
            List.of(
                    DISPATCHER + ".affinity",
                    DISPATCHER + ".certificate",
                    DISPATCHER + ".limit",
                    DISPATCHER + ".message",
                    DISPATCHER + ".proxyprotocol"),
            List.of(DISPATCHER + ".semantics"),
            List.of(DISPATCHER + ".forwarding", DISPATCHER + ".http2head", DISPATCHER + ".reply"),
            List.of(DISPATCHER + ".routing"),
            List.of(NETTY + ".splice"),
            List.of(NETTY + ".loop"),
            List.of(NETTY + ".connection"),
            List.of(NETTY + ".setup"),
            List.of(NETTY + ".upstream", NETTY + ".virtualserver"),
            List.of(NETTY + ".exchange"),
            List.of(NETTY + ".http1", NETTY + ".http2", NETTY + ".route", NETTY + ".tcp"),
            List.of(NETTY + ".accept"),
            List.of(NETTY),
            List.of(NETTY + ".warmup"),
            List.of(DISPATCHER + ".osgi"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(DISPATCHER);

    @TestFactory
    Stream<DynamicTest> aLayerShouldKnowOnlyThoseBelow() {
        return layers().map(layer -> DynamicTest.dynamicTest(
                layer,
                () -> noClasses()
                        .that()
                        .resideInAPackage(layer)
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(notBelow(layer)))
                        .check(CLASSES)));
    }

    @Test
    void everyPackageShouldBeALayer() {
        classes()
                .that()
                .resideInAPackage(DISPATCHER + "..")
                .should()
                .resideInAnyPackage(layers().toArray(String[]::new))
                .check(CLASSES);
    }

    /** A thread starts with the affinity of the one that started it, which may be an event loop: BackgroundThreads undoes that. */
    @Test
    void threadsShouldBeMadeByFactoriesOnly() {
        noClasses()
                .that()
                .resideInAPackage(NETTY + "..")
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .check(CLASSES);
    }

    private static Stream<String> layers() {
        return RANKS.stream().flatMap(List::stream);
    }

    private static String[] notBelow(String layer) {
        return RANKS.stream()
                .dropWhile(rank -> !rank.contains(layer))
                .flatMap(List::stream)
                .filter(other -> !other.equals(layer))
                .toArray(String[]::new);
    }
}
