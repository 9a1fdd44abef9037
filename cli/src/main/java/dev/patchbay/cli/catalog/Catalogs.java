package dev.patchbay.cli.catalog;

import dev.patchbay.catalog.CatalogCheck;
import dev.patchbay.catalog.Fault;
import dev.patchbay.catalog.Kind;
import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.json.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads an assembled catalog, whole, so that a broken entry is found before anything runs. */
public final class Catalogs {
  private Catalogs() {}

  /**
   * Reads and binds every entry.
   *
   * @throws CommandFailure naming the file, the entry and the JSON path of what is wrong; its
   *     expressions are compiled too, which else would fail only once an event comes
   */
  public static CatalogFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(
          "there is no catalog " + file + "; ./patchbay catalog docs writes it");
    }
    CatalogFile catalog;
    try {
      catalog = CatalogFile.read(file);
    } catch (JsonException e) {
      throw new CommandFailure(file + ": " + e.getMessage());
    }
    catalog
        .sources()
        .keySet()
        .forEach(name -> bind(file, "sources." + name, () -> catalog.source(name)));
    catalog
        .connectors()
        .keySet()
        .forEach(name -> bind(file, "connectors." + name, () -> catalog.connector(name)));
    CatalogCheck check = new CatalogCheck();
    catalog.sources().forEach((name, entry) -> compile(check, file, Kind.SOURCE, name, entry));
    catalog
        .connectors()
        .forEach((name, entry) -> compile(check, file, Kind.CONNECTOR, name, entry));
    return catalog;
  }

  private static void compile(CatalogCheck check, Path file, Kind kind, String name, Object entry) {
    List<Fault> faults = check.expressions(kind, name, Json.object(entry));
    if (!faults.isEmpty()) {
      Fault first = faults.getFirst();
      throw new CommandFailure(
          "%s: %s %s: %s %s".formatted(file, kind.word(), name, first.path(), first.message()));
    }
  }

  private static void bind(Path file, String entry, Runnable binding) {
    try {
      binding.run();
    } catch (BindingException | JsonException e) {
      throw new CommandFailure("%s: %s: %s".formatted(file, entry, e.getMessage()));
    }
  }

  /**
   * A source's entry.
   *
   * @throws CommandFailure naming the nearest where there is none
   */
  public static SourceEntry source(CatalogFile catalog, String name) {
    return catalog
        .source(name)
        .orElseThrow(
            () ->
                new CommandFailure(
                    "no source '"
                        + name
                        + "'"
                        + Nearest.suggestion(name, catalog.sources().keySet())));
  }
}
