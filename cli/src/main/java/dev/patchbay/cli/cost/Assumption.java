package dev.patchbay.cli.cost;

import java.util.Locale;

/**
 * What neither template nor catalog nor routes can say. Those marked as measured are held within
 * bounds by a test that runs a hub and counts.
 */
public enum Assumption {
  EVENT_SIZE(4096, "bytes", "of a webhook's body", "given"),
  ENVELOPE(800, "bytes", "that an event on the bus has besides its payload", "measured"),
  WEBHOOK_DURATION(45, "ms", "billed for one webhook, at the template's memory", "assumed"),
  CONNECTOR_DURATION(
      250, "ms", "billed for one delivery by itself: two ledger writes and one call", "assumed"),
  START_DURATION(
      2000,
      "ms",
      "billed for the start of a connector's function, which has no snapshot",
      "assumed"),
  STARTS(
      0.001,
      "of the invocations",
      "that start the function first; nearly 1 where events are many minutes apart",
      "assumed"),
  DELIVERY_WORK(2, "ms", "of a whole processor for each further delivery of a batch", "assumed"),
  BATCH(
      10,
      "messages",
      "that an invocation takes, up to the batch size; 1 where events only trickle",
      "given"),
  LOG_BYTES(530, "bytes", "of a step's log line, its metrics included", "measured"),
  PLATFORM_LOG_BYTES(
      600, "bytes", "that Lambda logs of an invocation, unless its log level is WARN", "assumed"),
  LEDGER_WRITES(2, "writes", "for a delivery: claim and record", "measured"),
  DIGEST_WRITES(4, "writes", "for a delivery that a digest tells", "measured"),
  LEDGER_BYTES(430, "bytes", "of a delivery's row in the ledger", "measured"),
  DELIVERY_BYTES(1200, "bytes", "sent to a destination for a delivery", "assumed"),
  ANSWER_BYTES(400, "bytes", "answered to a source", "assumed"),
  CALLBACKS(3, "events", "by which a destination that calls back tells of a delivery", "assumed"),
  TRACED(0.15, "of the invocations", "that Lambda traces, where the template has it on", "assumed"),
  SOURCES(1, "sources", "that have a secret, each with its own metrics", "given");

  private final double otherwise;
  private final String unit;
  private final String says;
  private final String whence;

  Assumption(double otherwise, String unit, String says, String whence) {
    this.otherwise = otherwise;
    this.unit = unit;
    this.says = says;
    this.whence = whence;
  }

  /** The option by which it is replaced, such as {@code --event-size}. */
  public String option() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its value where nobody gave another. */
  public double otherwise() {
    return otherwise;
  }

  public String unit() {
    return unit;
  }

  /** What it is, after its value and its unit. */
  public String says() {
    return says;
  }

  /** {@code given} as the size of a question, {@code measured} by a test, or {@code assumed}. */
  public String whence() {
    return whence;
  }
}
