package dev.patchbay.router.check;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.delivery.Pauses;
import dev.patchbay.core.delivery.Timing;
import dev.patchbay.router.route.Route;
import dev.patchbay.router.route.RuleTarget;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What becomes of each route's deliveries when a destination fails, computed from the catalog and
 * from the queues that the template declares.
 */
public record RouteReport(List<Line> lines) {
  /** EventBridge's own retries, as the compiled rule asks for them. */
  private static final ConnectorEntry.Retry OF_RULES =
      new ConnectorEntry.Retry(186, Duration.ofHours(24), null, null);

  /**
   * One delivery of a route.
   *
   * @param attempts made at most, by the catalog's plan and within what the queue allows
   * @param within the age at which it is given up whatever its attempts
   * @param spent after how long the attempts are used up at the latest, where the destination fails
   *     each and asks for no pause; about half of it is usual, since pauses are drawn at random
   * @param onUnknown the route's own word, else the entry's; null where the effect leaves no
   *     unknown outcome
   * @param timing when its news is told
   * @param deadLetters where it ends: the connector's own, or those of rules
   * @param cuts where the template cuts the catalog's plan short
   */
  public record Line(
      String route,
      String connector,
      int attempts,
      Duration within,
      Duration spent,
      ConnectorEntry.OnUnknown onUnknown,
      Timing timing,
      String deadLetters,
      List<String> cuts) {
    /** {@code at most 12 attempts over 24 h, then dead letter `slack`}. */
    public String fate() {
      return "at most %d %s over %s, then dead letter `%s`%s"
          .formatted(
              attempts,
              attempts == 1 ? "attempt" : "attempts",
              words(within),
              deadLetters,
              timing.words());
    }

    /** What is done with a delivery that may have happened; empty where that is no question. */
    public String doubt() {
      return switch (onUnknown) {
        case RESEND -> "sent again where it may have arrived";
        case PARK -> "a dead letter at once where it may have arrived";
        case null -> "";
      };
    }

    /** When the last attempt is made; empty where EventBridge makes them. */
    public String last() {
      return spent == null || attempts == 1
          ? ""
          : "the last of them after %s at most".formatted(words(spent));
    }
  }

  /** {@code 24 h}, {@code 90 min}: no finer than needed. */
  public static String words(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(5)) < 0) {
      return duration.toSeconds() + " s";
    }
    long minutes = Math.round(duration.toSeconds() / 60.0);
    if (minutes < 120 && minutes != 60) {
      return minutes + " min";
    }
    return minutes % 60 == 0 ? minutes / 60 + " h" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  /**
   * The report of routes that are valid by this catalog.
   *
   * @param queues a connector's queue
   */
  public static RouteReport of(
      List<Route> routes, Catalog catalog, Function<String, QueuePlan> queues) {
    return new RouteReport(
        routes.stream()
            .flatMap(
                route ->
                    Stream.concat(
                        route.deliveries().stream()
                            .map(delivery -> line(route, delivery, catalog, queues)),
                        route.targets().stream().map(target -> line(route, target))))
            .distinct()
            .toList());
  }

  private static Line line(Route route, RuleTarget target) {
    return new Line(
        route.name(),
        target.connector(),
        OF_RULES.attempts(),
        OF_RULES.within(),
        null,
        null,
        new Timing(null, null),
        "undelivered-events",
        List.of());
  }

  private static Line line(
      Route route,
      Map<String, Object> delivery,
      Catalog catalog,
      Function<String, QueuePlan> queues) {
    String connector = (String) delivery.get("connector");
    ConnectorEntry entry = catalog.connector(connector).orElseThrow();
    ConnectorEntry.Retry retry =
        entry.retry() == null ? new ConnectorEntry.Retry(0, null, null, null) : entry.retry();
    QueuePlan queue = queues.apply(connector);
    Timing timing = Timing.of(delivery);
    Duration held = timing.longest(retry.within() == null ? Duration.ZERO : retry.within());
    Duration within = queue.within(retry, held);
    int attempts = queue.attempts(retry);
    return new Line(
        route.name(),
        connector,
        attempts,
        within,
        least(Pauses.of(retry).all(attempts), within),
        onUnknown(delivery, entry),
        timing,
        connector,
        queue.cuts(retry, held));
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static ConnectorEntry.OnUnknown onUnknown(
      Map<String, Object> delivery, ConnectorEntry entry) {
    if (entry.effect() != ConnectorEntry.Effect.UNSAFE) {
      return null;
    }
    return delivery.get("onUnknown") instanceof String word
        ? ConnectorEntry.OnUnknown.valueOf(word.toUpperCase(Locale.ROOT))
        : entry.onUnknown();
  }
}
