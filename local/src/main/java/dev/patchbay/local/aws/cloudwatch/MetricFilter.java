package dev.patchbay.local.aws.cloudwatch;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.aws.logs.FilterPattern;
import dev.patchbay.local.template.Declared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Predicate;

/**
 * A metric that counts the lines of a log group which a pattern takes
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html).
 */
record MetricFilter(String logGroup, Predicate<String> pattern, Metric metric, double value) {
  /** One for each metric that the resource declares. */
  static List<MetricFilter> of(Declared resource) {
    Map<String, Object> properties = resource.properties();
    List<MetricFilter> filters = new ArrayList<>();
    for (Object item : Members.list(properties, "MetricTransformations")) {
      Map<String, Object> metric = Json.object(item);
      filters.add(
          new MetricFilter(
              Members.text(properties, "LogGroupName"),
              FilterPattern.of(Members.text(properties, "FilterPattern", "")),
              new Metric(
                  Members.text(metric, "MetricNamespace"),
                  Members.text(metric, "MetricName"),
                  Map.of()),
              Double.parseDouble(Members.text(metric, "MetricValue"))));
    }
    return filters;
  }

  void read(String group, String line, ObjDoubleConsumer<Metric> told) {
    if (group.equals(logGroup) && pattern.test(line)) {
      told.accept(metric, value);
    }
  }
}
