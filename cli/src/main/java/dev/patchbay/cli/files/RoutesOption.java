package dev.patchbay.cli.files;

import dev.patchbay.cli.command.Home;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.router.reading.Routes;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --routes}, of every command that reads routes. */
public final class RoutesOption {
  @Option(
      names = "--routes",
      paramLabel = "FILE",
      description = "routes (default: routes.yaml of Patchbay)")
  private Path routes;

  /** The file that was named, or Patchbay's own. */
  public Path file() {
    return routes == null ? Home.file("routes.yaml") : Home.given(routes);
  }

  /** What it says; null where it is wrong, which is then said. */
  public Routes read(CatalogFile catalog, PrintWriter err) {
    return RouteFiles.readAll(file(), catalog, err);
  }
}
