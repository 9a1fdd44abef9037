package dev.patchbay.cli;

import dev.patchbay.core.catalog.CatalogFile;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --routes} and {@code --catalog}: the files that say what a hub does. */
final class HubFiles {
  @Mixin private RoutesOption routes;

  @Option(
      names = "--catalog",
      paramLabel = "FILE",
      description = "catalog (default: connector-catalog.json of Patchbay)")
  private Path catalog;

  RoutesOption routes() {
    return routes;
  }

  Path catalogFile() {
    return catalog == null ? Home.file("connector-catalog.json") : Home.given(catalog);
  }

  CatalogFile catalog() {
    return Catalogs.read(catalogFile());
  }
}
