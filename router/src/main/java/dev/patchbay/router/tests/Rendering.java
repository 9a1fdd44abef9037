package dev.patchbay.router.tests;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.expression.Parameters;
import dev.patchbay.router.match.Matcher;
import dev.patchbay.router.route.CloudFormation;
import dev.patchbay.router.route.Route;
import dev.patchbay.router.route.RuleTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The deliveries that an event makes, their parameters rendered as the connectors will render them.
 */
record Rendering(Matcher matcher, CatalogFile catalog) {
  /** Each with {@code route}, {@code connector} and its parameters. */
  List<Map<String, Object>> deliveries(Event event) {
    List<Map<String, Object>> deliveries = new ArrayList<>();
    for (Route route : matcher.matching(event)) {
      route.deliveries().forEach(delivery -> deliveries.add(rendered(route, delivery, event)));
      route.targets().forEach(target -> deliveries.add(handedOver(route, target)));
    }
    return deliveries;
  }

  private static Map<String, Object> handedOver(Route route, RuleTarget target) {
    Map<String, Object> delivery =
        CloudFormation.ordered("route", route.name(), "connector", target.connector());
    delivery.putAll(target.place());
    return delivery;
  }

  private Map<String, Object> rendered(Route route, Map<String, Object> delivery, Event event) {
    String connector = (String) delivery.get("connector");
    ConnectorEntry entry = catalog.connector(connector).orElseThrow();
    Map<String, Object> rendered = new LinkedHashMap<>();
    rendered.put("route", route.name());
    rendered.put("connector", connector);
    try {
      rendered.putAll(Parameters.checked(entry.parameters(), delivery, event.detail()));
    } catch (ExpressionException e) {
      throw new IllegalArgumentException(
          "%s to %s: %s".formatted(route.name(), connector, e.getMessage()), e);
    }
    return rendered;
  }
}
