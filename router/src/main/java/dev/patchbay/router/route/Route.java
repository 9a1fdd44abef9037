package dev.patchbay.router.route;

import java.util.List;
import java.util.Map;

/**
 * When an event matches this pattern, make these deliveries.
 *
 * @param pattern over the normalised event, in EventBridge's language
 * @param deliveries each with its {@code connector} and that connector's parameters, unrendered
 * @param targets of the route's rule besides, with no function between
 */
public record Route(
    String name,
    Map<String, Object> pattern,
    List<Map<String, Object>> deliveries,
    List<RuleTarget> targets) {

  /** A route with no target but its topic. */
  public Route(String name, Map<String, Object> pattern, List<Map<String, Object>> deliveries) {
    this(name, pattern, deliveries, List.of());
  }

  /** The connectors that the route delivers to, each once. */
  public List<String> connectors() {
    return deliveries.stream()
        .map(delivery -> (String) delivery.get("connector"))
        .distinct()
        .toList();
  }

  /** The sources that it names outright; none where it takes them by a rule of its own. */
  public List<String> sources() {
    return pattern.get("source") instanceof List<?> sources
        ? sources.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /**
   * The pattern over the event as it lies on the bus: Patchbay's own sources, and the route's
   * pattern in the detail.
   */
  public Map<String, Object> busPattern() {
    return CloudFormation.ordered(
        "source", List.of(Map.of("prefix", "patchbay.")), "detail", pattern);
  }
}
