package dev.patchbay.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, as docs/architecture.md draws them. */
final class ArchitectureTest {
  private static final JavaClasses CLASSES = classes();

  @Test
  void seesEveryModule() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName))
        .contains(
            "dev.patchbay.core.event",
            "dev.patchbay.webhooks",
            "dev.patchbay.router.route",
            "dev.patchbay.catalog",
            "dev.patchbay.connectors.spi",
            "dev.patchbay.connectors.kit",
            "dev.patchbay.connectors.http",
            "dev.patchbay.connectors.slack",
            "dev.patchbay.connectors.twilio",
            "dev.patchbay.connectors.box",
            "dev.patchbay.local",
            "dev.patchbay.cli");
  }

  @Test
  void coreKnowsNoOtherModule() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.patchbay.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.patchbay.webhooks..",
                "dev.patchbay.router..",
                "dev.patchbay.catalog..",
                "dev.patchbay.connectors..",
                "dev.patchbay.local..",
                "dev.patchbay.cli..")
            .because("every arrow ends at core"));
  }

  @Test
  void coreKnowsNoServiceOfAwsButSecretsManagerAndS3() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.patchbay.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "software.amazon.awssdk.services.eventbridge..",
                "software.amazon.awssdk.services.sqs..",
                "software.amazon.awssdk.services.sns..",
                "software.amazon.awssdk.services.dynamodb..")
            .because("each function ships only what it needs"));
  }

  @Test
  void spiRouterAndCatalogKnowNoAws() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                "dev.patchbay.connectors.spi..", "dev.patchbay.router..", "dev.patchbay.catalog..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..")
            .because("what a connector and a route are does not hang on where they run"));
  }

  @Test
  void webhooksAndRouterKnowNeitherConnectorsNorEachOther() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.patchbay.webhooks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.patchbay.connectors..", "dev.patchbay.router..")
            .because("sources know nothing of what becomes of their events"));
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.patchbay.router..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.patchbay.connectors..", "dev.patchbay.webhooks..")
            .because("a route reads the catalog, not code"));
  }

  @Test
  void connectorsKnowNeitherWebhooksNorRouter() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.patchbay.connectors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.patchbay.webhooks..", "dev.patchbay.router..")
            .because("a delivery holds all that a connector may know"));
  }

  @Test
  void spiDoesNotKnowTheKit() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.patchbay.connectors.spi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.patchbay.connectors.kit..", "dev.patchbay.connectors.testkit..")
            .because("what a connector is comes before what runs it"));
  }

  @Test
  void noConnectorKnowsAnother() {
    ArchRule rule =
        slices()
            .matching("dev.patchbay.connectors.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                com.tngtech.archunit.base.DescribedPredicate.alwaysTrue(),
                JavaClass.Predicates.resideInAnyPackage(
                    "dev.patchbay.connectors.spi..",
                    "dev.patchbay.connectors.kit..",
                    "dev.patchbay.connectors.testkit.."))
            .because("a connector can be added and removed alone");
    check(rule);
  }

  @Test
  void localKnowsNoConnectorNoSourceAndNoRoute() {
    check(
        noClasses()
            .that()
            .resideInAPackage("dev.patchbay.local..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.patchbay.connectors..", "dev.patchbay.webhooks..", "dev.patchbay.router..")
            .because("the laptop runs the template, whatever it holds"));
  }

  @Test
  void onlyTheCommandAndTheBenchmarksKnowTheLaptop() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                "dev.patchbay.local..", "dev.patchbay.cli..", "dev.patchbay.benchmarks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.patchbay.local..", "dev.patchbay.cli..")
            .because("on AWS there is no laptop"));
  }

  /** A part can be read, and taken elsewhere, without those that use it. */
  @Test
  void foldersOfAPartDependOneWay() {
    check(
        slices()
            .assignedFrom(
                new SliceAssignment() {
                  @Override
                  public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                    return javaClass.getPackageName().startsWith("dev.patchbay")
                        ? SliceIdentifier.of(javaClass.getPackageName())
                        : SliceIdentifier.ignore();
                  }

                  @Override
                  public String getDescription() {
                    return "folders of Java";
                  }
                })
            .should()
            .beFreeOfCycles());
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }

  /** The compiled classes of every module, beside which no dependency arrow may be hidden. */
  private static JavaClasses classes() {
    Path root = Path.of(System.getProperty("patchbay.root"));
    try (Stream<Path> folders = Files.walk(root, 4)) {
      List<Path> compiled = folders.filter(folder -> folder.endsWith("target/classes")).toList();
      return new ClassFileImporter().importPaths(compiled);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
