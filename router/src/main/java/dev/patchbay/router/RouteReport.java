package dev.patchbay.router;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.delivery.Timing;
import dev.patchbay.core.json.Durations;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What becomes of each route's deliveries when a destination fails, computed from the catalog. */
public record RouteReport(List<Line> lines) {
  /**
   * One delivery of a route.
   *
   * @param retry attempts and age limit of the connector's entry
   * @param onUnknown the route's own word, else the entry's; null where the effect leaves no
   *     unknown outcome
   * @param timing when its news is told
   */
  public record Line(
      String route,
      String connector,
      ConnectorEntry.Retry retry,
      ConnectorEntry.OnUnknown onUnknown,
      Timing timing) {
    /** {@code at most 12 attempts over 24h, then dead letter `slack`}. */
    public String fate() {
      return "at most %d %s over %s, then dead letter `%s`%s"
          .formatted(
              retry.attempts(),
              retry.attempts() == 1 ? "attempt" : "attempts",
              Durations.format(retry.within()),
              connector,
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
                    route.deliveries().stream().map(delivery -> line(route, delivery, catalog)))
            .distinct()
            .toList());
  }

  private static Line line(Route route, Map<String, Object> delivery, Catalog catalog) {
    String connector = (String) delivery.get("connector");
    ConnectorEntry entry = catalog.connector(connector).orElseThrow();
    ConnectorEntry.Retry retry =
        entry.retry() == null ? new ConnectorEntry.Retry(0, null, null, null) : entry.retry();
    return new Line(
        route.name(), connector, retry, onUnknown(delivery, entry), Timing.of(delivery));
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
