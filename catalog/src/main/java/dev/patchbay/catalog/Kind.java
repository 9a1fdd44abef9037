package dev.patchbay.catalog;

import java.nio.file.Path;
import java.util.Locale;

/** What an entry describes, and where such entries lie. */
public enum Kind {
  SOURCE("sources", "webhooks/sources"),
  CONNECTOR("connectors", "connectors");

  private final String key;
  private final String folder;

  Kind(String key, String folder) {
    this.key = key;
    this.folder = folder;
  }

  /** Its key in the assembled catalog. */
  public String key() {
    return key;
  }

  /** The folder that holds a folder for each entry. */
  public Path folder(Path root) {
    return root.resolve(folder);
  }

  /** As it reads in a sentence. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
