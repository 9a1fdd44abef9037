package dev.patchbay.local.aws.cloudwatch;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.local.aws.Members;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjDoubleConsumer;

/**
 * Metrics that a log line carries, in CloudWatch's embedded metric format
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
final class EmbeddedMetrics {
  private static final String MARK = "\"_aws\"";

  private EmbeddedMetrics() {}

  /** Tells each value of a line; a line without any, or that is no such line, tells nothing. */
  static void read(String line, ObjDoubleConsumer<Metric> told) {
    if (!line.contains(MARK)) {
      return;
    }
    try {
      Map<String, Object> fields = Json.parseObject(line);
      Map<String, Object> mark = Members.object(fields, "_aws");
      for (Object directive : Members.list(mark, "CloudWatchMetrics")) {
        directive(Json.object(directive), fields, told);
      }
    } catch (JsonException | ClassCastException _) {
      // CloudWatch passes it over too.
    }
  }

  private static void directive(
      Map<String, Object> directive, Map<String, Object> fields, ObjDoubleConsumer<Metric> told) {
    String namespace = Members.text(directive, "Namespace", "");
    for (Object set : Members.list(directive, "Dimensions")) {
      Map<String, String> dimensions = new HashMap<>();
      ((List<?>) set)
          .forEach(name -> dimensions.put(name.toString(), String.valueOf(fields.get(name))));
      for (Object metric : Members.list(directive, "Metrics")) {
        String name = Members.text(Json.object(metric), "Name", "");
        for (Object value : Members.list(fields, name)) {
          told.accept(new Metric(namespace, name, dimensions), ((Number) value).doubleValue());
        }
      }
    }
  }
}
