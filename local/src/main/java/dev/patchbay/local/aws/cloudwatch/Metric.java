package dev.patchbay.local.aws.cloudwatch;

import java.util.Map;

/** A metric: its namespace, its name and the values of its dimensions. */
record Metric(String namespace, String name, Map<String, String> dimensions) {
  Metric {
    dimensions = Map.copyOf(dimensions);
  }
}
