package io.github.reactorlibcamera;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of core. */
class ArchitectureTest {
    private static final String API = "io.github.reactorlibcamera";
    private static final String SPI = API + ".spi";
    private static final String ENGINE = API + ".engine";

    private final JavaClasses core =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(API);

    @Test
    void theApiDependsOnNothingInternalButAtItsOneDoor() {
        noClasses()
                .that()
                .resideInAPackage(API)
                .and()
                .doNotHaveSimpleName("CameraManager")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SPI, ENGINE)
                .check(core);
    }

    @Test
    void theSpiDoesNotKnowTheEngine() {
        noClasses()
                .that()
                .resideInAPackage(SPI)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENGINE)
                .check(core);
    }

    @Test
    void theEngineIsClosedButForItsDoorAndWhatBlockHoundLoads() {
        classes()
                .that()
                .resideInAPackage(ENGINE)
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("CaptureEngine")
                .and()
                .doNotHaveSimpleName("CaptureBlockHoundIntegration")
                .should()
                .notBePublic()
                .check(core);
    }

    @Test
    void coreKnowsOnlyReactorAndTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(API + "..", "java..", "reactor..", "org.reactivestreams..", "org.jspecify..")
                .check(core);
    }
}
