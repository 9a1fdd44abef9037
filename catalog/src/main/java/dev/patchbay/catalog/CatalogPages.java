package dev.patchbay.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The pages of {@code docs/catalog}: one for each entry and an index. The same for the same
 * entries.
 */
public final class CatalogPages {
  private static final String FOLDER = "docs/catalog";

  private static final String SCHEMA =
      "../../catalog/src/main/resources/dev/patchbay/catalog/catalog.schema.json";

  private final Path root;

  public CatalogPages(Path root) {
    this.root = root;
  }

  /** The text of every page, by its path relative to {@code docs/catalog}. */
  public SortedMap<String, String> pages() {
    List<Entry> entries = Entry.all(root);
    SortedMap<String, String> pages = new TreeMap<>();
    pages.put("README.md", index(entries));
    entries.forEach(entry -> pages.put(page(entry), text(entry)));
    entries.stream()
        .filter(AddedEntryPage::isShown)
        .map(entry -> new AddedEntryPage(root, entry))
        .forEach(page -> pages.put(page.file(), page.text()));
    return pages;
  }

  /**
   * Writes what is not as it should be and removes pages whose entry is gone; names what it
   * touched.
   */
  public List<Path> write() {
    Path folder = root.resolve(FOLDER);
    List<Path> touched = new ArrayList<>();
    SortedMap<String, String> pages = pages();
    pages.forEach(
        (path, text) -> {
          if (Written.write(folder.resolve(path), text)) {
            touched.add(folder.resolve(path));
          }
        });
    for (Kind kind : Kind.values()) {
      touched.addAll(removeOthers(folder, folder.resolve(kind.key()), pages));
    }
    return touched;
  }

  private static List<Path> removeOthers(Path folder, Path kind, Map<String, String> pages) {
    if (!Files.isDirectory(kind)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(kind)) {
      List<Path> gone =
          files
              .filter(file -> file.toString().endsWith(".md"))
              .filter(
                  file -> !pages.containsKey(folder.relativize(file).toString().replace('\\', '/')))
              .sorted()
              .toList();
      for (Path file : gone) {
        Files.delete(file);
      }
      return gone;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String page(Entry entry) {
    return entry.kind().key() + "/" + entry.name() + ".md";
  }

  private static String text(Entry entry) {
    return switch (entry.kind()) {
      case SOURCE -> new SourcePage(entry).text();
      case CONNECTOR -> new ConnectorPage(entry).text();
    };
  }

  private static String index(List<Entry> entries) {
    Markdown page =
        new Markdown()
            .generated("webhooks/sources/*/entry.json and connectors/*/entry.json")
            .heading(1, "The catalog")
            .paragraph("What an entry may hold: [its schema](" + SCHEMA + ").")
            .paragraph(
                "What a new one takes: the whole change of [a source]("
                    + AddedEntryPage.file(Kind.SOURCE)
                    + ") and of [a connector]("
                    + AddedEntryPage.file(Kind.CONNECTOR)
                    + ").");
    for (Kind kind : Kind.values()) {
      List<List<String>> rows =
          entries.stream().filter(entry -> entry.kind() == kind).map(CatalogPages::row).toList();
      page.heading(2, kind == Kind.SOURCE ? "Sources" : "Connectors")
          .paragraph(
              rows.size()
                  + (kind == Kind.SOURCE ? " that post webhooks." : " that take deliveries."))
          .table(List.of("name", "category", "what it does"), rows);
    }
    return page.toString();
  }

  private static List<String> row(Entry entry) {
    return List.of(
        "[%s](%s)".formatted(entry.json().get("title"), page(entry)),
        String.valueOf(entry.json().get("category")),
        String.valueOf(entry.json().get("summary")));
  }
}
