package dev.patchbay.cli.cost;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.local.template.StackSurvey;
import dev.patchbay.router.compile.RouteCompiler;
import dev.patchbay.router.route.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The stacks that a template makes of routes.
 *
 * @param parameters of the template that are not at their default
 */
public record HubStacks(
    Path template, String stack, Map<String, String> parameters, Catalog catalog) {

  /**
   * The stack with these routes.
   *
   * @throws dev.patchbay.local.template.TemplateException when the template cannot be resolved
   */
  public HubStack of(List<Route> routes) {
    try {
      Path compiled = Files.createTempFile("patchbay-routes", ".json");
      try {
        Files.writeString(compiled, new RouteCompiler(catalog).compile(routes));
        Map<String, Path> nested = Map.of("Routes", compiled);
        return new HubStack(StackSurvey.of(template, nested, stack, parameters), stack);
      } finally {
        Files.delete(compiled);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
