package dev.patchbay.core.metric;

import static dev.patchbay.core.metric.Dimension.CAUSE;
import static dev.patchbay.core.metric.Dimension.CONNECTOR;
import static dev.patchbay.core.metric.Dimension.HUB;
import static dev.patchbay.core.metric.Dimension.OUTCOME;
import static dev.patchbay.core.metric.Dimension.SOURCE;

import java.util.List;

/** All metrics of the hub, each with the sets of dimensions under which CloudWatch keeps it. */
public enum Metric {
  /** Events that the bus or the overflow queue has accepted. */
  EVENTS("Events", null, List.of(List.of(HUB), List.of(HUB, SOURCE))),
  /** Webhooks that were refused, for whatever cause. */
  WEBHOOKS_REFUSED("WebhooksRefused", null, List.of(List.of(HUB), List.of(HUB, SOURCE, CAUSE))),
  /** Webhooks whose signature was absent, wrong or out of date. */
  SIGNATURE_FAILURES("SignatureFailures", null, List.of(List.of(HUB), List.of(HUB, SOURCE))),
  /** Webhooks that only the secret before the last rotation verified. */
  PREVIOUS_SECRET_USED("PreviousSecretUsed", null, List.of(List.of(HUB, SOURCE))),
  /** What calls to a destination came to, and deliveries that a digest told. */
  DELIVERIES("Deliveries", null, List.of(List.of(HUB, CONNECTOR, OUTCOME))),
  /** Milliseconds from an event's acceptance to its delivery. */
  DELIVERY_LATENCY("DeliveryLatency", "Milliseconds", List.of(List.of(HUB, CONNECTOR, OUTCOME))),
  /** Deliveries that were given up, and messages that are none. */
  DEAD_LETTERS("DeadLetters", null, List.of(List.of(HUB), List.of(HUB, CONNECTOR))),
  /** Deliveries that wait since the destination, or its rate, said so. */
  DELIVERIES_THROTTLED("DeliveriesThrottled", null, List.of(List.of(HUB), List.of(HUB, CONNECTOR))),
  /**
   * Deliveries that found nothing to work or that an open circuit holds, and destinations found to
   * be down.
   */
  CIRCUITS_OPEN("CircuitsOpen", null, List.of(List.of(HUB), List.of(HUB, CONNECTOR))),
  /** What circuits did: opened, probed, closed. */
  CIRCUITS("Circuits", null, List.of(List.of(HUB, CONNECTOR, OUTCOME)));

  private final String word;
  private final String unit;
  private final List<List<Dimension>> dimensions;

  Metric(String word, String unit, List<List<Dimension>> dimensions) {
    this.word = word;
    this.unit = unit;
    this.dimensions = dimensions;
  }

  /** Its name in CloudWatch. */
  public String word() {
    return word;
  }

  /** Its unit, as CloudWatch names it; null for a count, which needs none. */
  public String unit() {
    return unit;
  }

  /** The sets of dimensions under which CloudWatch keeps it. */
  public List<List<Dimension>> dimensions() {
    return dimensions;
  }
}
