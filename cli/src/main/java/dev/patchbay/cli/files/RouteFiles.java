package dev.patchbay.cli.files;

import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.router.compile.RouteCompiler;
import dev.patchbay.router.reading.Routes;
import dev.patchbay.router.route.Route;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Reads and compiles a routes file, or says all that is wrong with it. */
public final class RouteFiles {
  private RouteFiles() {}

  /** The nested stack; null where the file is wrong, which is then said. */
  public static String compile(Path file, CatalogFile catalog, PrintWriter err) {
    Routes routes = readAll(file, catalog, err);
    return routes == null ? null : compile(routes, catalog);
  }

  /** The nested stack of a file that was read. */
  public static String compile(Routes routes, CatalogFile catalog) {
    return new RouteCompiler(catalog).compile(routes.routes(), routes.watches());
  }

  /** The routes; null where the file is wrong, which is then said. */
  public static List<Route> read(Path file, CatalogFile catalog, PrintWriter err) {
    Routes routes = readAll(file, catalog, err);
    return routes == null ? null : routes.routes();
  }

  /** The routes and what is watched; null where the file is wrong, which is then said. */
  public static Routes readAll(Path file, CatalogFile catalog, PrintWriter err) {
    Routes routes = Routes.read(file, catalog);
    if (routes.problems().isEmpty()) {
      return routes;
    }
    routes.problems().forEach(problem -> err.println(problem));
    err.println(
        routes.problems().size() == 1 ? "1 problem" : routes.problems().size() + " problems");
    err.flush();
    return null;
  }
}
