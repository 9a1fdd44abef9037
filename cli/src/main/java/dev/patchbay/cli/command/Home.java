package dev.patchbay.cli.command;

import java.nio.file.Path;

/** Where Patchbay's files lie, and the folder that the user stands in. */
public final class Home {
  private Home() {}

  /** A file of the checkout. */
  public static Path file(String name) {
    return Path.of(System.getProperty("patchbay.home", ".")).resolve(name).normalize();
  }

  /** A path as the user wrote it. */
  public static Path given(Path path) {
    return Path.of(System.getProperty("patchbay.caller", ".")).resolve(path).normalize();
  }
}
