package dev.patchbay.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page that shows what it takes to add a source: the whole change that added one of them. */
final class AddedSourcePage {
  /** Small, signed, and with fields that are looked for. */
  private static final String EXAMPLE = "typeform";

  private final Path root;
  private final Entry entry;

  AddedSourcePage(Path root, Entry entry) {
    this.root = root;
    this.entry = entry;
  }

  /** Whether this is the source that the page shows. */
  static boolean isShown(Entry entry) {
    return entry.kind() == Kind.SOURCE && entry.name().equals(EXAMPLE);
  }

  String text() {
    List<Path> files = new ArrayList<>(List.of(Path.of("entry.json")));
    files.addAll(entry.samples());
    StringBuilder diff = new StringBuilder();
    files.forEach(file -> diff.append(added("webhooks/sources/" + EXAMPLE + "/" + file)));
    return new Markdown()
        .generated("webhooks/sources/" + EXAMPLE)
        .heading(1, "Adding a source: the whole change")
        .paragraph(
            "This is all that "
                + entry.json().get("title")
                + " took: an entry and its samples, no code. The generated tests then hold it: each"
                + " sample is accepted when it is signed, and refused unsigned, with a flipped bit,"
                + " with another account's secret and, where the source signs a time, when it is"
                + " stale; a redelivery has the same id. What each key means stands in"
                + " [webhooks/sources/README.md](../../webhooks/sources/README.md); `./patchbay"
                + " catalog check` names every fault by its JSON path.")
        .code("diff", diff.toString())
        .toString();
  }

  private String added(String file) {
    try {
      List<String> lines = Files.readAllLines(root.resolve(file));
      StringBuilder diff = new StringBuilder();
      diff.append("--- /dev/null\n+++ b/").append(file).append('\n');
      diff.append("@@ -0,0 +1,").append(lines.size()).append(" @@\n");
      lines.forEach(line -> diff.append('+').append(line).append('\n'));
      return diff.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
