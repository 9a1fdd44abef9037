package dev.patchbay.connectors.box;

/**
 * Names of files and folders as Box takes them
 * (https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/, {@code
 * item_name_invalid}).
 */
final class ItemName {
  /** In characters. */
  private static final int LONGEST = 255;

  /** Longer than this, what follows the last dot is no file extension. */
  private static final int EXTENSION = 10;

  private ItemName() {}

  /**
   * The name with what Box refuses, and what would make a name read as another, as underscores; at
   * most 255 characters, the extension kept.
   */
  static String safe(String name) {
    String safe = name.replaceAll("[/\\\\<>:\"|?*\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "_").strip();
    return safe.equals(".") || safe.equals("..") ? safe.replace('.', '_') : shortened(safe, "");
  }

  /** The name with a mark before its extension. */
  static String marked(String name, String mark) {
    return shortened(name, " (" + mark + ")");
  }

  private static String shortened(String name, String mark) {
    int dot = name.lastIndexOf('.');
    int end = dot > 0 && dot > name.length() - EXTENSION ? dot : name.length();
    String extension = name.substring(end);
    int room = LONGEST - mark.length() - extension.length();
    if (end <= room) {
      return name.substring(0, end) + mark + extension;
    }
    int cut = Character.isHighSurrogate(name.charAt(room - 1)) ? room - 1 : room;
    return name.substring(0, cut).strip() + mark + extension;
  }
}
