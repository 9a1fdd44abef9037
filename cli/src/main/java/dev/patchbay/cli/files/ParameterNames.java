package dev.patchbay.cli.files;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Nearest;
import dev.patchbay.router.route.Route;
import dev.patchbay.webhooks.door.AllowedIps;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The connectors and sources that the template's parameters name. CloudFormation takes any name; a
 * wrong one would switch the right connector off, or keep the webhook function from its start.
 *
 * @param parameters that were given, by name
 * @param connectors of the routes, sorted
 */
public record ParameterNames(Map<String, String> parameters, List<String> connectors) {
  private static final String ALL = "all";

  /**
   * Looks at them.
   *
   * @throws CommandFailure naming the wrong one, and the one that was most likely meant
   */
  public static ParameterNames of(
      Map<String, String> parameters, List<Route> routes, CatalogFile catalog) {
    ParameterNames names =
        new ParameterNames(
            parameters,
            routes.stream()
                .flatMap(route -> route.connectors().stream())
                .distinct()
                .sorted()
                .toList());
    names.checkConnectors();
    checkSources(parameters.getOrDefault("AllowedIps", ""), catalog);
    return names;
  }

  private void checkConnectors() {
    List<String> on = on();
    if (on.equals(List.of(ALL))) {
      return;
    }
    if (on.contains(ALL)) {
      throw new CommandFailure(
          "--parameter Connectors has 'all' beside names; say all, or those that are to deliver");
    }
    for (String name : on) {
      if (name.isEmpty()) {
        throw new CommandFailure(
            "--parameter Connectors has an empty name; say all, or those that are to deliver;"
                + " Deliveries=off switches off all of them");
      }
      if (!connectors.contains(name)) {
        throw new CommandFailure(
            "--parameter Connectors names '%s', which no route delivers to%s"
                .formatted(name, Nearest.suggestion(name, new TreeSet<>(connectors))));
      }
    }
  }

  private static void checkSources(String allowedIps, CatalogFile catalog) {
    AllowedIps allowed;
    try {
      allowed = AllowedIps.parse(allowedIps, _ -> true);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(e.getMessage());
    }
    for (String name : allowed.sources()) {
      if (catalog.source(name).isEmpty()) {
        throw new CommandFailure(
            "--parameter AllowedIps names '%s', which is no source of the catalog%s"
                .formatted(name, Nearest.suggestion(name, catalog.sources().keySet())));
      }
    }
  }

  private List<String> on() {
    return Arrays.stream(parameters.getOrDefault("Connectors", ALL).split(",", -1))
        .map(String::strip)
        .toList();
  }

  /** The connectors of the routes that the parameters switch off. */
  public List<String> off() {
    if ("off".equals(parameters.get("Deliveries"))) {
      return connectors;
    }
    List<String> on = on();
    return on.contains(ALL)
        ? List.of()
        : connectors.stream().filter(name -> !on.contains(name)).toList();
  }
}
