package dev.patchbay.cli.cost;

import dev.patchbay.local.template.Declared;
import java.util.List;
import java.util.Map;

/**
 * A function, as the template declares it.
 *
 * @param memory in MB
 * @param batchSize messages that an invocation takes at most; 1 where no queue feeds it
 * @param ledgerDays for which the ledger keeps the rows of a connector's deliveries, a day more
 *     than their events can be replayed
 * @param logsPlatform whether Lambda logs each invocation besides what the function logs
 */
record FunctionPlan(
    int memory,
    boolean isArm,
    int batchSize,
    boolean isTraced,
    double ledgerDays,
    boolean logsPlatform) {
  static FunctionPlan of(Declared function) {
    Map<?, ?> logging = Properties.map(function.properties().get("LoggingConfig"));
    boolean isJson = "JSON".equals(logging.get("LogFormat"));
    return new FunctionPlan(
        (int) Properties.number(function.properties().getOrDefault("MemorySize", 128)),
        Properties.list(function.properties().get("Architectures")).contains("arm64"),
        mappings(function).stream()
            .mapToInt(
                mapping -> (int) Properties.number(Properties.orElse(mapping.get("BatchSize"), 10)))
            .findFirst()
            .orElse(1),
        "Active".equals(Properties.text(function, "Tracing", "PassThrough")),
        Properties.number(Properties.orElse(variables(function).get("PATCHBAY_REPLAY_DAYS"), 0))
            + 1,
        !isJson || !"WARN".equals(logging.get("SystemLogLevel")));
  }

  private static Map<?, ?> variables(Declared function) {
    return Properties.map(
        Properties.map(function.properties().get("Environment")).get("Variables"));
  }

  /** The properties of a function's SQS triggers. */
  static List<? extends Map<?, ?>> mappings(Declared function) {
    return Properties.map(function.properties().get("Events")).values().stream()
        .map(Properties::map)
        .filter(event -> "SQS".equals(event.get("Type")))
        .map(event -> Properties.map(event.get("Properties")))
        .toList();
  }

  double gigabytes() {
    return memory / 1024.0;
  }

  Meter second() {
    return isArm ? Meter.LAMBDA_ARM_GB_SECOND : Meter.LAMBDA_X86_GB_SECOND;
  }

  /**
   * Its share of a processor
   * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html).
   */
  double processor() {
    return memory / 1769.0;
  }
}
