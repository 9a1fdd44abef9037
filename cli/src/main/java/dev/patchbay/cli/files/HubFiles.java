package dev.patchbay.cli.files;

import dev.patchbay.cli.catalog.Catalogs;
import dev.patchbay.cli.command.Home;
import dev.patchbay.core.catalog.CatalogFile;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --routes} and {@code --catalog}: the files that say what a hub does. */
public final class HubFiles {
  @Mixin private RoutesOption routes;

  @Option(
      names = "--catalog",
      paramLabel = "FILE",
      description = "catalog (default: connector-catalog.json of Patchbay)")
  private Path catalog;

  /** Which routes file. */
  public RoutesOption routes() {
    return routes;
  }

  /** Which catalog: the file that was named, or Patchbay's own. */
  public Path catalogFile() {
    return catalog == null ? Home.file("connector-catalog.json") : Home.given(catalog);
  }

  /**
   * What the catalog says.
   *
   * @throws CommandFailure where it cannot be read
   */
  public CatalogFile catalog() {
    return Catalogs.read(catalogFile());
  }
}
