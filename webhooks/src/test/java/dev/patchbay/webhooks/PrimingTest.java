package dev.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.webhooks.intake.Intake;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.crac.Resource;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

class PrimingTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "AWS_REGION", "eu-central-1",
              "AWS_ENDPOINT_URL", "http://127.0.0.1:1",
              "PATCHBAY_BUS", "arn:aws:events:eu-central-1:000000000000:event-bus/patchbay",
              "PATCHBAY_OVERFLOW", "http://127.0.0.1:1/overflow",
              "PATCHBAY_PRIMED_SOURCES", "github, stripe,no-such-source"));
  private final Settings settings = new Settings(environment::get);
  private final Map<String, Integer> read = new HashMap<>();

  /** Nothing of the function's own intake may be called but its catalog. */
  private final Intake intake = new Intake(counting(), null, null, null, null, Clock.systemUTC());

  private Catalog counting() {
    Catalog catalog = Catalog.of(settings);
    return new Catalog() {
      @Override
      public java.util.Optional<dev.patchbay.core.catalog.SourceEntry> source(String name) {
        read.merge(name, 1, Integer::sum);
        return catalog.source(name);
      }

      @Override
      public java.util.Optional<dev.patchbay.core.catalog.ConnectorEntry> connector(String name) {
        return catalog.connector(name);
      }
    };
  }

  private String printed(BooleanSupplier work) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true));
    try {
      assertThat(work.getAsBoolean()).isTrue();
      return out.toString();
    } finally {
      System.setOut(before);
    }
  }

  private boolean hooks() {
    try {
      Resource priming = new Priming(settings, intake);
      priming.beforeCheckpoint(null);
      priming.afterRestore(null);
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void takesItsOwnRequestsThroughTheWholeWayAndSaysNothing() {
    assertThat(printed(this::hooks)).isEmpty();
    assertThat(System.getProperty("aws.containerCredentialsFullUri")).isNull();
  }

  @Test
  void compilesTheUsualSources() {
    printed(this::hooks);
    assertThat(read).containsOnlyKeys("github", "stripe", "no-such-source");
  }

  @Test
  void aFaultOfPrimingIsLoggedAndFailsNoDeployment() {
    environment.remove("PATCHBAY_BUS");
    assertThat(printed(this::hooks)).contains("not primed").contains("ERROR");
  }

  @Test
  void greetsTheServicesThemselves() {
    assertThat(Endpoints.of(Region.EU_CENTRAL_1))
        .extracting(Object::toString)
        .containsExactly(
            "https://events.eu-central-1.amazonaws.com",
            "https://secretsmanager.eu-central-1.amazonaws.com");
    assertThat(Endpoints.of(Region.CN_NORTH_1).getFirst())
        .hasToString("https://events.cn-north-1.amazonaws.com.cn");
  }
}
