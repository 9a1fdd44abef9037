package dev.patchbay.router.compile;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.router.route.CloudFormation;
import dev.patchbay.router.route.Route;
import java.util.List;

/**
 * Routes that no user writes: those that bring a destination's last word on a delivery, which comes
 * as an event of a source, to the queue of the connector that made the delivery. A connector whose
 * entry says {@code completion} gets one as soon as a route names it.
 */
public final class Completions {
  /** Of the routes' names, which no other route may have. */
  public static final String PREFIX = "completions-of-";

  /** What the kit knows a word by, in place of a delivery's parameters. */
  private static final String MARK = "completes";

  private Completions() {}

  static List<Route> routes(List<Route> routes, Catalog catalog) {
    return routes.stream()
        .flatMap(route -> route.connectors().stream())
        .distinct()
        .sorted()
        .map(name -> catalog.connector(name).orElseThrow())
        .filter(connector -> connector.completion() != null)
        .map(Completions::route)
        .toList();
  }

  private static Route route(ConnectorEntry connector) {
    return new Route(
        PREFIX + connector.name(),
        connector.completion().when(),
        List.of(CloudFormation.ordered("connector", connector.name(), MARK, true)));
  }
}
