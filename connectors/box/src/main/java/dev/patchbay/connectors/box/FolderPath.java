package dev.patchbay.connectors.box;

import java.util.Arrays;
import java.util.List;

/**
 * Where a file goes.
 *
 * @param root a folder's id
 * @param names of the folders from there on, each fit for Box
 */
record FolderPath(String root, List<String> names) {
  /**
   * Reads {@code 123} (a folder's id), {@code /Audit/github} (from the root folder) and {@code
   * 123/github} (from a folder on).
   */
  static FolderPath parse(String text) {
    List<String> pieces =
        Arrays.stream(text.split("/"))
            .map(String::strip)
            .filter(piece -> !piece.isEmpty())
            .toList();
    boolean fromFolder = !text.startsWith("/") && !pieces.isEmpty() && isId(pieces.getFirst());
    return new FolderPath(
        fromFolder ? pieces.getFirst() : "0",
        pieces.stream().skip(fromFolder ? 1 : 0).map(ItemName::safe).toList());
  }

  String name() {
    return names.getLast();
  }

  FolderPath parent() {
    return new FolderPath(root, names.subList(0, names.size() - 1));
  }

  @Override
  public String toString() {
    return root + "/" + String.join("/", names);
  }

  private static boolean isId(String piece) {
    return piece.matches("[0-9]{1,20}");
  }
}
