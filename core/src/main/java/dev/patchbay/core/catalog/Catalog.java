package dev.patchbay.core.catalog;

import dev.patchbay.core.setting.Settings;
import java.nio.file.Path;
import java.util.Optional;

/** Every source and every connector, as data. Thread-safe. */
public interface Catalog {
  /** A source's entry. */
  Optional<SourceEntry> source(String name);

  /** A connector's entry. */
  Optional<ConnectorEntry> connector(String name);

  /** The catalog of a function: the file that its settings name, else the entries in its jar. */
  static Catalog of(Settings settings) {
    return settings
        .catalog()
        .<Catalog>map(file -> CatalogFile.read(Path.of(file)))
        .orElseGet(ClassPathCatalog::new);
  }
}
