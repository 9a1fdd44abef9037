package dev.patchbay.local.aws.cloudwatch;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.TemplateException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An alarm as the template declares it
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html).
 *
 * @param actions topics that hear of it; none where its actions are off
 * @param okActions topics that hear of its end
 * @param sum whether the sum of a period counts, and not the largest value
 * @param periods over how many of them it looks
 * @param enough in how many of these the threshold must be broken
 * @param atLeast whether a value from the threshold on breaks it, and not one below
 * @param missing whether a period without a value breaks it
 */
record AlarmSettings(
    String name,
    String description,
    List<String> actions,
    List<String> okActions,
    Metric metric,
    boolean sum,
    Duration period,
    int periods,
    int enough,
    double threshold,
    boolean atLeast,
    boolean missing) {
  private static final String BELOW = "LessThanThreshold";
  private static final String AT_LEAST = "GreaterThanOrEqualToThreshold";

  /** What the laptop measures. */
  private static boolean isMeasured(Metric metric) {
    return metric.namespace().equals("Patchbay")
        || metric.namespace().equals(QueueMetrics.NAMESPACE)
            && QueueMetrics.NAMES.contains(metric.name());
  }

  /** The alarm, where the laptop has its metric and knows how to read it. */
  static Optional<AlarmSettings> of(Declared resource) {
    Map<String, Object> properties = resource.properties();
    Optional<Map<String, Object>> measured = measured(properties);
    if (measured.isEmpty() || !isMeasured(metric(measured.get()))) {
      return Optional.empty();
    }
    Map<String, Object> stat = measured.get();
    String comparison = Members.text(properties, "ComparisonOperator");
    String statistic = Members.text(stat, "Stat", Members.text(stat, "Statistic", ""));
    if (!List.of(BELOW, AT_LEAST).contains(comparison)
        || !List.of("Sum", "Maximum").contains(statistic)) {
      return Optional.empty();
    }
    boolean acts = !"false".equals(Members.text(properties, "ActionsEnabled", "true"));
    int periods = (int) Members.number(properties, "EvaluationPeriods", 1);
    Duration period = Duration.ofSeconds(Members.number(stat, "Period", 60));
    check(resource.logicalId(), period, periods);
    return Optional.of(
        new AlarmSettings(
            Members.text(properties, "AlarmName", resource.stack() + "-" + resource.logicalId()),
            Members.text(properties, "AlarmDescription", ""),
            acts ? texts(properties, "AlarmActions") : List.of(),
            acts ? texts(properties, "OKActions") : List.of(),
            metric(stat),
            statistic.equals("Sum"),
            period,
            periods,
            (int) Members.number(properties, "DatapointsToAlarm", periods),
            Double.parseDouble(Members.text(properties, "Threshold")),
            comparison.equals(AT_LEAST),
            "breaching".equals(properties.get("TreatMissingData"))));
  }

  /** The metric with period and statistic: the alarm's own, or the only one that it fills. */
  private static Optional<Map<String, Object>> measured(Map<String, Object> properties) {
    if (!properties.containsKey("Metrics")) {
      Map<String, Object> own = new HashMap<>(properties);
      own.put("Metric", properties);
      return Optional.of(own);
    }
    List<Map<String, Object>> queries =
        Members.list(properties, "Metrics").stream().map(Json::object).toList();
    List<Map<String, Object>> measured =
        queries.stream().filter(query -> query.containsKey("MetricStat")).toList();
    if (measured.size() != 1) {
      return Optional.empty();
    }
    String filled = "FILL(" + measured.getFirst().get("Id") + ", 0)";
    boolean known =
        queries.stream()
            .filter(query -> !measured.contains(query))
            .allMatch(query -> filled.equals(query.get("Expression")));
    return known
        ? Optional.of(Members.object(measured.getFirst(), "MetricStat"))
        : Optional.empty();
  }

  private static Metric metric(Map<String, Object> stat) {
    Map<String, Object> metric = Members.object(stat, "Metric");
    Map<String, String> dimensions = new HashMap<>();
    for (Object dimension : Members.list(metric, "Dimensions")) {
      Map<String, Object> pair = Json.object(dimension);
      dimensions.put(Members.text(pair, "Name"), Members.text(pair, "Value"));
    }
    return new Metric(
        Members.text(metric, "Namespace", ""), Members.text(metric, "MetricName", ""), dimensions);
  }

  private static void check(String id, Duration period, int periods) {
    Duration all = period.multipliedBy(periods);
    Duration most = period.toHours() >= 1 ? Duration.ofDays(7) : Duration.ofDays(1);
    if (all.compareTo(most) > 0) {
      throw new TemplateException(
          "%s: an alarm with periods of %d s looks back %d days at most"
              .formatted(id, period.toSeconds(), most.toDays()));
    }
  }

  private static List<String> texts(Map<String, Object> properties, String name) {
    return Members.list(properties, name).stream().map(String::valueOf).toList();
  }

  String arn() {
    return Arns.of("cloudwatch", "alarm:" + name);
  }
}
