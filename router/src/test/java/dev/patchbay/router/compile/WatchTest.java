package dev.patchbay.router.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.json.Json;
import dev.patchbay.router.TestCatalog;
import dev.patchbay.router.reading.Routes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {
  private static Routes parse(String watch) {
    return Routes.parse("routes.yaml", "routes: []\nwatch:\n" + watch, TestCatalog.read());
  }

  private static Map<String, Object> alarm(String watch, String id) {
    Routes routes = parse(watch);
    assertThat(routes.problems()).isEmpty();
    String stack = new RouteCompiler(TestCatalog.read()).compile(routes.routes(), routes.watches());
    Map<String, Object> resources = Json.object(Json.parseObject(stack).get("Resources"));
    assertThat(resources).containsKey(id);
    return Json.object(Json.object(resources.get(id)).get("Properties"));
  }

  @ParameterizedTest
  @CsvSource({
    "10m, 300, 2",
    "6h, 300, 72",
    "24h, 300, 288",
    "1d, 300, 288",
    "25h, 3600, 25",
    "7d, 3600, 168",
  })
  void measuresSilenceWithinWhatCloudWatchTakes(String quietFor, int period, int periods) {
    Map<String, Object> alarm =
        alarm("  - {source: github, quietFor: " + quietFor + "}\n", "WatchGithubQuiet");

    assertThat(alarm)
        .containsEntry("EvaluationPeriods", periods)
        .containsEntry("ComparisonOperator", "LessThanThreshold")
        .containsEntry("TreatMissingData", "breaching");
    assertThat(Json.write(alarm.get("Metrics")))
        .contains("\"Expression\":\"FILL(events, 0)\"")
        .contains("\"MetricName\":\"Events\"")
        .contains("{\"Name\":\"Source\",\"Value\":\"github\"}")
        .contains("\"Period\":" + period);
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    assertThat(period * periods).isLessThanOrEqualTo(period < 3600 ? 86_400 : 604_800);
  }

  @Test
  void tellsOfSignaturesAndOfWhatIsLearnedAsWell() {
    String watch = "  - source: stripe\n    learned: true\n    badSignatures: 5\n";

    assertThat(alarm(watch, "WatchStripeSignatures"))
        .containsEntry("MetricName", "SignatureFailures")
        .containsEntry("Threshold", 5)
        .containsEntry("TreatMissingData", "notBreaching");
    assertThat(alarm(watch, "WatchStripeLearned"))
        .containsEntry("ThresholdMetricId", "band")
        .containsEntry("ComparisonOperator", "LessThanLowerThreshold")
        .doesNotContainKey("Threshold");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{source: github, quietFor: 5m} | routes.yaml:3:| .quietFor: must be from 10m to 7d",
        "{source: github, quietFor: 8d} | routes.yaml:3:| .quietFor: must be from 10m to 7d",
        "{source: github, quietFor: 12m} | routes.yaml:3:| .quietFor: must be a multiple of 5m",
        "{source: github, quietFor: 1470m} | routes.yaml:3:| .quietFor: must be whole hours",
        "{source: github, quietFor: soon} | routes.yaml:3:| .quietFor: 'soon' is no duration",
        "{source: github, quiteFor: 6h} | routes.yaml:3:| .quiteFor: is not known here; did you"
            + " mean 'quietFor'?",
        "{source: githup, quietFor: 6h} | routes.yaml:3:| .source: the catalog has no source"
            + " 'githup'; did you mean 'github'?",
        "{source: github} | routes.yaml:3:| watch[0]: says nothing to watch for",
        "{quietFor: 6h} | routes.yaml:3:| watch[0]: needs 'source'",
        "{source: github, badSignatures: 0} | routes.yaml:3:| .badSignatures: must be at least 1",
        "github | routes.yaml:3:| watch[0]: a watch is like",
      })
  void saysWhatIsWrongAndWhere(String watch, String place, String problem) {
    assertThat(parse("  - " + watch + "\n").problems())
        .singleElement()
        .asString()
        .startsWith(place)
        .contains(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"  github\n", "  {source: github}\n"})
  void saysThatItIsAList(String watch) {
    assertThat(parse(watch).problems()).singleElement().asString().contains("must be a list");
  }

  @Test
  void watchesASourceOnce() {
    assertThat(
            parse("  - {source: github, quietFor: 6h}\n  - {source: github, badSignatures: 3}\n")
                .problems())
        .singleElement()
        .asString()
        .startsWith("routes.yaml:4:")
        .contains("watched above already");
  }

  @Test
  void isNothingWhereNothingIsSaid() {
    assertThat(Routes.parse("routes.yaml", "routes: []", TestCatalog.read()).watches())
        .isEqualTo(List.of());
  }
}
