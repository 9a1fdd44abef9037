package dev.patchbay.catalog;

/**
 * Something wrong with an entry.
 *
 * @param file relative to the repository's root
 * @param path JSON path of what is wrong, such as {@code $.retry.attempts}
 * @param message what is wrong and what to do, for a person
 */
public record Fault(String file, String path, String message) {
  @Override
  public String toString() {
    return file + ": " + path + " " + message;
  }
}
