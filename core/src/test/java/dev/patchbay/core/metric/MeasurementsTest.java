package dev.patchbay.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.log.LogLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
  private static final Schema FORMAT = format();

  private static Schema format() {
    try (InputStream in =
        MeasurementsTest.class.getResourceAsStream("/embedded-metric-format.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> line(Measurements measured) {
    return LogLines.of(() -> Log.info(measured, "a step")).getFirst();
  }

  private static Measurements all() {
    Measurements measured =
        Measurements.ofSource("github")
            .by(Dimension.CAUSE, "bad-signature")
            .by(Dimension.CONNECTOR, "slack")
            .by(Dimension.OUTCOME, "delivered");
    for (Metric metric : Metric.values()) {
      measured = measured.value(metric, 7);
    }
    return measured;
  }

  @Test
  void keepsToTheEmbeddedMetricFormat() {
    List<Measurements> lines = new ArrayList<>(List.of(all()));
    for (Metric metric : Metric.values()) {
      lines.add(
          Measurements.ofSource("github")
              .by(Dimension.CAUSE, "throttled")
              .by(Dimension.CONNECTOR, "slack")
              .by(Dimension.OUTCOME, "retry")
              .count(metric));
    }
    for (Measurements measured : lines) {
      String json = Json.write(line(measured));
      assertThat(FORMAT.validate(json, InputFormat.JSON)).as(json).isEmpty();
      assertThat(LogLines.metrics(Json.parseObject(json))).isNotEmpty();
    }
  }

  @Test
  void theFormatItselfRefusesWhatCloudWatchWould() {
    String json = Json.write(line(all()));
    for (String broken :
        List.of(
            json.replace("\"Milliseconds\"", "\"Pieces\""),
            json.replace("\"Dimensions\"", "\"Dimension\""),
            json.replace("\"Namespace\":\"Patchbay\"", "\"Namespace\":\"\""),
            json.replace("_aws", "aws"))) {
      assertThat(FORMAT.validate(broken, InputFormat.JSON)).as(broken).isNotEmpty();
    }
  }

  @Test
  void namesEveryMetricOnceWithItsDimensions() {
    assertThat(LogLines.metrics(line(all())))
        .containsExactlyInAnyOrder(
            "Events{Hub=patchbay} 7",
            "Events{Hub=patchbay, Source=github} 7",
            "WebhooksRefused{Hub=patchbay} 7",
            "WebhooksRefused{Cause=bad-signature, Hub=patchbay, Source=github} 7",
            "SignatureFailures{Hub=patchbay} 7",
            "SignatureFailures{Hub=patchbay, Source=github} 7",
            "PreviousSecretUsed{Hub=patchbay, Source=github} 7",
            "Deliveries{Connector=slack, Hub=patchbay, Outcome=delivered} 7",
            "DeliveryLatency{Connector=slack, Hub=patchbay, Outcome=delivered} 7 Milliseconds",
            "DeadLetters{Hub=patchbay} 7",
            "DeadLetters{Connector=slack, Hub=patchbay} 7",
            "DeliveriesThrottled{Hub=patchbay} 7",
            "DeliveriesThrottled{Connector=slack, Hub=patchbay} 7",
            "CircuitsOpen{Hub=patchbay} 7",
            "CircuitsOpen{Connector=slack, Hub=patchbay} 7",
            "Circuits{Connector=slack, Hub=patchbay, Outcome=delivered} 7");
    assertThat(new HashSet<>(LogLines.metrics(line(all())))).hasSize(16);
  }

  @Test
  void refusesAMetricWithoutAValueForItsDimension() {
    assertThatThrownBy(() -> line(Measurements.ofConnector("slack").count(Metric.EVENTS)))
        .hasRootCauseMessage("a metric lacks its dimension Source");
  }

  @Test
  void writesNothingWhereNothingIsMeasured() {
    assertThat(line(Measurements.ofSource("github"))).doesNotContainKeys("_aws", "Hub", "Source");
  }
}
