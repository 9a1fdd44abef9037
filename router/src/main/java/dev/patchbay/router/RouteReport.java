package dev.patchbay.router;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.delivery.Timing;
import dev.patchbay.core.json.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What becomes of each route's deliveries when a destination fails, computed from the catalog. */
public record RouteReport(List<Line> lines) {
  /**
   * One delivery of a route.
   *
   * @param retry attempts and age limit of the connector's entry
   * @param onUnknown the route's own word, else the entry's; null where the effect leaves no
   *     unknown outcome
   * @param timing when its news is told
   * @param deadLetters where it ends: the connector's own, or those of rules
   */
  public record Line(
      String route,
      String connector,
      ConnectorEntry.Retry retry,
      ConnectorEntry.OnUnknown onUnknown,
      Timing timing,
      String deadLetters) {
    /** {@code at most 12 attempts over 24h, then dead letter `slack`}. */
    public String fate() {
      return "at most %d %s over %s, then dead letter `%s`%s"
          .formatted(
              retry.attempts(),
              retry.attempts() == 1 ? "attempt" : "attempts",
              Durations.format(retry.within()),
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
  }

  /** The report of routes that are valid by this catalog. */
  public static RouteReport of(List<Route> routes, Catalog catalog) {
    return new RouteReport(
        routes.stream()
            .flatMap(
                route ->
                    Stream.concat(
                        route.deliveries().stream().map(delivery -> line(route, delivery, catalog)),
                        route.targets().stream().map(target -> line(route, target))))
            .distinct()
            .toList());
  }

  /** EventBridge's own retries, as the compiled rule asks for them. */
  private static Line line(Route route, RuleTarget target) {
    return new Line(
        route.name(),
        target.connector(),
        new ConnectorEntry.Retry(186, Duration.ofHours(24), null, null),
        null,
        new Timing(null, null),
        "undelivered-events");
  }

  private static Line line(Route route, Map<String, Object> delivery, Catalog catalog) {
    String connector = (String) delivery.get("connector");
    ConnectorEntry entry = catalog.connector(connector).orElseThrow();
    ConnectorEntry.Retry retry =
        entry.retry() == null ? new ConnectorEntry.Retry(0, null, null, null) : entry.retry();
    return new Line(
        route.name(), connector, retry, onUnknown(delivery, entry), Timing.of(delivery), connector);
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
