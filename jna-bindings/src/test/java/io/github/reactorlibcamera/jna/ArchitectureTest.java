package io.github.reactorlibcamera.jna;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.sun.jna.Structure;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** The arrows from the bindings. */
class ArchitectureTest {
    private static final String API = "io.github.reactorlibcamera";

    private final JavaClasses bindings =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(API + ".jna");

    @Test
    void theBindingsKnowTheApiTheSpiAndJnaOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(API, API + ".spi", API + ".jna", "com.sun.jna", "java..", "org.jspecify..")
                .check(bindings);
    }

    @Test
    void noStructureOfJna() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Structure.class)
                .check(bindings);
    }

    @Test
    void onlyTheBackendIsPublic() {
        classes()
                .that()
                .doNotHaveSimpleName("ShimBackend")
                .should()
                .notBePublic()
                .check(bindings);
    }
}
