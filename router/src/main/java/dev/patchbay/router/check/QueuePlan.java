package dev.patchbay.router.check;

import dev.patchbay.core.catalog.ConnectorEntry.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a connector's queue does with a message, as the template declares it; the ledger and the
 * catalog's retry plan work within that.
 *
 * @param visibility for how long a message that was handed out stays hidden, unless the function
 *     says otherwise
 * @param receives how often it is handed out before SQS makes it a dead letter; Long.MAX_VALUE
 *     where it never does
 * @param retention for how long the queue keeps it
 */
public record QueuePlan(Duration visibility, long receives, Duration retention) {

  /** How many attempts the queue lets the plan make. */
  int attempts(Retry retry) {
    return (int) Math.min(retry.attempts(), receives);
  }

  /** How old a delivery may get here. */
  Duration within(Retry retry, Duration held) {
    Duration planned = retry.within().plus(held);
    return planned.compareTo(retention) <= 0 ? retry.within() : atLeastZero(retention.minus(held));
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  /**
   * Where the queue cuts the catalog's plan short.
   *
   * @param held for how long the route itself may hold a delivery back
   */
  List<String> cuts(Retry retry, Duration held) {
    List<String> cuts = new ArrayList<>();
    if (receives < retry.attempts()) {
      cuts.add(
          "its queue gives a message up after %d receives (maxReceiveCount), and the catalog plans %d attempts"
              .formatted(receives, retry.attempts()));
    }
    if (retry.within().plus(held).compareTo(retention) > 0) {
      cuts.add(
          "its queue keeps a message for %s (MessageRetentionPeriod), and the catalog's plan takes %s"
              .formatted(
                  RouteReport.words(retention), RouteReport.words(retry.within().plus(held))));
    }
    if (crashes().compareTo(retry.within()) < 0) {
      cuts.add(
          "a function that crashes each time has it back for %s only (%d receives, %s apart), and the catalog plans %s"
              .formatted(
                  RouteReport.words(crashes()),
                  receives,
                  RouteReport.words(visibility),
                  RouteReport.words(retry.within())));
    }
    return cuts;
  }

  /** For how long a message comes back that nobody records. */
  private Duration crashes() {
    long most = Duration.ofDays(365).toSeconds();
    long each = Math.max(1, visibility.toSeconds());
    return Duration.ofSeconds(receives > most / each ? most : receives * each);
  }
}
