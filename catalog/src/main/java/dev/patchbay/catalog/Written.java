package dev.patchbay.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes generated files, leaving alone those that stand as they should. */
final class Written {
  private Written() {}

  /** Whether the file had to be written. */
  static boolean write(Path file, String text) {
    try {
      if (Files.exists(file) && Files.readString(file).equals(text)) {
        return false;
      }
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
