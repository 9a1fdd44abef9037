package dev.patchbay.catalog;

import dev.patchbay.core.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes {@code connector-catalog.json} of all entries: sorted by kind and name, each entry as it
 * was written.
 */
public final class CatalogAssembler {
  /** The assembled catalog's name in the repository's root. */
  public static final String FILE = "connector-catalog.json";

  private final Path root;

  public CatalogAssembler(Path root) {
    this.root = root;
  }

  /** The catalog's text; the same for the same entries. */
  public String text() {
    List<Entry> entries = Entry.all(root);
    Map<String, Object> catalog = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      Map<String, Object> byName = new TreeMap<>();
      entries.stream()
          .filter(entry -> entry.kind() == kind)
          .forEach(entry -> byName.put(entry.name(), entry.json()));
      catalog.put(kind.key(), byName);
    }
    return Json.pretty(catalog) + "\n";
  }

  /** Writes the catalog where it is not as it should be; says whether it did. */
  public boolean write() {
    return Written.write(root.resolve(FILE), text());
  }
}
