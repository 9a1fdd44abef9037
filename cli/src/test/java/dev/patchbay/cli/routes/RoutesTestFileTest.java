package dev.patchbay.cli.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import dev.patchbay.router.reading.Routes;
import dev.patchbay.router.tests.RouteTest;
import dev.patchbay.router.tests.RouteTests;
import dev.patchbay.webhooks.sample.Sample;
import dev.patchbay.webhooks.sample.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the repository's own routes to the repository's own tests of them. */
class RoutesTestFileTest {
  private static final Path ROOT = Path.of(System.getProperty("patchbay.root"));
  private static final CatalogFile CATALOG =
      CatalogFile.read(ROOT.resolve("connector-catalog.json"));

  @TestFactory
  Stream<DynamicTest> routesDoAsTheirTestsSay() {
    Routes routes = Routes.read(ROOT.resolve("routes.yaml"), CATALOG);
    assertThat(routes.problems()).isEmpty();
    RouteTests tests = RouteTests.read(ROOT.resolve("routes.test.yaml"), routes.routes(), CATALOG);
    assertThat(tests.problems()).isEmpty();
    assertThat(tests.tests()).isNotEmpty();
    return tests.run(routes.routes(), CATALOG, RoutesTestFileTest::events).stream()
        .map(
            result ->
                DynamicTest.dynamicTest(
                    result.test().name(), () -> assertThat(result.differences()).isEmpty()));
  }

  private static List<Event> events(RouteTest.Given given) {
    Path file =
        ROOT.resolve(
            "webhooks/sources/%s/samples/%s.json".formatted(given.source(), given.sample()));
    try {
      Sample sample = Records.bind(Json.parseObject(Files.readString(file)), Sample.class);
      return Samples.events(CATALOG.source(given.source()).orElseThrow(), sample, Instant.EPOCH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
