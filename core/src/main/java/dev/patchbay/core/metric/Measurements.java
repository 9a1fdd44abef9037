package dev.patchbay.core.metric;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one step adds to the hub's metrics. It is written into the step's own log line, from which
 * CloudWatch takes it: no call, no library. Immutable; thread-safe.
 *
 * <p>The form is CloudWatch's embedded metric format
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
 */
public final class Measurements {
  /** Of every metric of Patchbay. */
  public static final String NAMESPACE = "Patchbay";

  private static final Measurements NONE = new Measurements(Map.of(), Map.of());

  private final Map<Dimension, String> dimensions;
  private final Map<Metric, Long> values;

  private Measurements(Map<Dimension, String> dimensions, Map<Metric, Long> values) {
    this.dimensions = dimensions;
    this.values = values;
  }

  /** Those of a step about a source of the catalog, or about {@link Dimension#UNKNOWN}. */
  public static Measurements ofSource(String source) {
    return NONE.by(Dimension.SOURCE, source);
  }

  /** Those of a step of a connector's function. */
  public static Measurements ofConnector(String connector) {
    return NONE.by(Dimension.CONNECTOR, connector);
  }

  /** With a value for a dimension that its metrics are split by. */
  public Measurements by(Dimension dimension, String value) {
    Map<Dimension, String> more = new EnumMap<>(Dimension.class);
    more.putAll(dimensions);
    more.put(dimension, value);
    return new Measurements(more, values);
  }

  /** With one more of what a metric counts. */
  public Measurements count(Metric metric) {
    return value(metric, 1);
  }

  /** With a metric's value, in its unit. */
  public Measurements value(Metric metric, long value) {
    Map<Metric, Long> more = new EnumMap<>(Metric.class);
    more.putAll(values);
    more.put(metric, value);
    return new Measurements(dimensions, more);
  }

  /**
   * Writes them into a log line; nothing where there are none.
   *
   * @param hub the value of {@link Dimension#HUB}
   * @param millis since the epoch
   * @throws IllegalStateException where a metric's dimension has no value
   */
  public void writeTo(Map<String, Object> line, String hub, long millis) {
    if (values.isEmpty()) {
      return;
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("Timestamp", millis);
    metadata.put("CloudWatchMetrics", directives());
    line.put("_aws", metadata);
    line.put(Dimension.HUB.word(), hub);
    dimensions.forEach((dimension, value) -> line.put(dimension.word(), value));
    values.forEach((metric, value) -> line.put(metric.word(), value));
  }

  /** One directive for all metrics that share their sets of dimensions. */
  private List<Object> directives() {
    Map<List<List<Dimension>>, List<Object>> metrics = new LinkedHashMap<>();
    for (Metric metric : values.keySet()) {
      metric.dimensions().forEach(set -> set.forEach(this::require));
      metrics.computeIfAbsent(metric.dimensions(), _ -> new ArrayList<>()).add(definition(metric));
    }
    List<Object> directives = new ArrayList<>();
    metrics.forEach((sets, those) -> directives.add(directive(sets, those)));
    return directives;
  }

  private static Map<String, Object> definition(Metric metric) {
    Map<String, Object> definition = new LinkedHashMap<>();
    definition.put("Name", metric.word());
    if (metric.unit() != null) {
      definition.put("Unit", metric.unit());
    }
    return definition;
  }

  private static Map<String, Object> directive(List<List<Dimension>> sets, List<Object> metrics) {
    Map<String, Object> directive = new LinkedHashMap<>();
    directive.put("Namespace", NAMESPACE);
    directive.put(
        "Dimensions",
        sets.stream().map(set -> set.stream().map(Dimension::word).toList()).toList());
    directive.put("Metrics", metrics);
    return directive;
  }

  private void require(Dimension dimension) {
    if (dimension != Dimension.HUB && !dimensions.containsKey(dimension)) {
      throw new IllegalStateException("a metric lacks its dimension " + dimension.word());
    }
  }
}
