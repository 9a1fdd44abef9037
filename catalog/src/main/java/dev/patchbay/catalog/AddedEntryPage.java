package dev.patchbay.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page that shows what it takes to add a source or a connector: the whole change of one. */
final class AddedEntryPage {
  /** Small, signed, and with fields that are looked for. */
  private static final String SOURCE = "typeform";

  /** Small, and with an answer that has to be read. */
  private static final String CONNECTOR = "mattermost";

  private final Path root;
  private final Entry entry;

  AddedEntryPage(Path root, Entry entry) {
    this.root = root;
    this.entry = entry;
  }

  /** Whether this is an entry that a page shows. */
  static boolean isShown(Entry entry) {
    return entry.name().equals(entry.kind() == Kind.SOURCE ? SOURCE : CONNECTOR);
  }

  /** The file of the page that shows one of a kind. */
  static String file(Kind kind) {
    return kind == Kind.SOURCE ? "adding-a-source.md" : "adding-a-connector.md";
  }

  /** The page's file. */
  String file() {
    return file(entry.kind());
  }

  String text() {
    boolean isSource = entry.kind() == Kind.SOURCE;
    String folder = (isSource ? "webhooks/sources/" : "connectors/") + entry.name();
    List<Path> files = new ArrayList<>(List.of(Path.of("entry.json")));
    files.addAll(entry.samples());
    StringBuilder diff = new StringBuilder();
    files.forEach(file -> diff.append(added(folder + "/" + file)));
    return new Markdown()
        .generated(folder)
        .heading(1, "Adding a " + (isSource ? "source" : "connector") + ": the whole change")
        .paragraph(isSource ? ofSource() : ofConnector())
        .code("diff", diff.toString())
        .toString();
  }

  private String ofSource() {
    return "This is all that "
        + entry.json().get("title")
        + " took: an entry and its samples, no code. The generated tests then hold it: each"
        + " sample is accepted when it is signed, and refused unsigned, with a flipped bit,"
        + " with another account's secret and, where the source signs a time, when it is"
        + " stale; a redelivery has the same id. What each key means stands in"
        + " [webhooks/sources/README.md](../../webhooks/sources/README.md); `./patchbay"
        + " catalog check` names every fault by its JSON path.";
  }

  private String ofConnector() {
    return "This is all that "
        + entry.json().get("title")
        + " took: an entry, and no code; nothing is added to a template either. The contract of"
        + " every connector then holds it: delivered, each class of error, throttled with each form"
        + " of Retry-After, refused and broken connections, a web page in place of an answer, the"
        + " same delivery twice, one bad delivery of a batch, a secret that is missing, one that is"
        + " wrong, no secret in a reason or in the log; and one event reaches its stand-in with no"
        + " more than a route must say. What each key means stands in"
        + " [connectors/http/README.md](../../connectors/http/README.md); `./patchbay catalog new"
        + " connector NAME` begins one, and `./patchbay catalog check` names every fault by its"
        + " JSON path.";
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
