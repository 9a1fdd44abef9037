package dev.patchbay.cli.cost;

/** What a hub uses in a month, whether or not an event comes. */
final class MonthCost {
  /** Of 30.4 days. */
  private static final double SECONDS = 2_626_560;

  /** Lambda asks an idle queue with five pollers, each waiting twenty seconds for an answer. */
  private static final double RECEIVES = 5 * SECONDS / 20;

  /** The functions read a secret again after five minutes. */
  private static final double SECRET_READS = SECONDS / 300;

  private final HubStack stack;
  private final Assumptions assumptions;

  MonthCost(HubStack stack, Assumptions assumptions) {
    this.stack = stack;
    this.assumptions = assumptions;
  }

  /**
   * A month without an event.
   *
   * @param connectors that have a secret
   */
  Usage idle(int connectors) {
    double secrets =
        assumptions.of(Assumption.SOURCES)
            + connectors
            + stack.count("AWS::SecretsManager::Secret");
    return Usage.NONE
        .and(Part.SECRETS, Meter.SECRET, secrets)
        .and(Part.QUEUES, Meter.QUEUE_REQUEST, stack.polledQueues() * RECEIVES)
        .and(Part.ALARMS, Meter.ALARM, stack.alarmMetrics())
        .and(Part.ALARMS, Meter.COMPOSITE_ALARM, stack.count("AWS::CloudWatch::CompositeAlarm"))
        .and(Part.DASHBOARDS, Meter.DASHBOARD, stack.count("AWS::CloudWatch::Dashboard"))
        .and(Part.KEYS, Meter.KEY, stack.count("AWS::KMS::Key"));
  }

  /**
   * What a month costs besides in which events come all the time: metrics are charged while they
   * are written, and secrets are read.
   */
  Usage busy(int connectors) {
    double sources = assumptions.of(Assumption.SOURCES);
    return Usage.NONE
        .and(Part.METRICS, Meter.METRIC, metrics(sources, connectors))
        .and(Part.SECRETS, Meter.SECRET_READ, (sources + connectors) * SECRET_READS);
  }

  /**
   * Series of metrics where all goes well: events of the hub and of each source, and of each
   * connector its deliveries and their latency. What fails adds its own.
   */
  private static double metrics(double sources, int connectors) {
    return 1 + sources + 2.0 * connectors;
  }
}
