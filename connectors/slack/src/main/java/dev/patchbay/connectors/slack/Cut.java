package dev.patchbay.connectors.slack;

/** Cuts texts to Slack's limits, with a mark, and without breaking what Slack reads as one. */
final class Cut {
  private static final String NOTE = "…\n_(cut: longer than Slack takes)_";
  private static final String MARK = "…";

  /** Below this a note would be most of what is left. */
  private static final int SHORT = 500;

  private static final int LONGEST_ENTITY = "&amp;".length();

  private Cut() {}

  static String to(int longest, String text) {
    if (text.length() <= longest) {
      return text;
    }
    String mark = longest < SHORT ? MARK : NOTE;
    String head = text.substring(0, longest - mark.length());
    return head.substring(0, whole(head)) + mark;
  }

  /** Where the last character, entity or link that is whole ends. */
  private static int whole(String head) {
    int link = head.lastIndexOf('<');
    if (link > head.lastIndexOf('>') && link > 0) {
      return link;
    }
    int entity = head.lastIndexOf('&');
    if (entity > head.lastIndexOf(';') && head.length() - entity < LONGEST_ENTITY) {
      return entity;
    }
    int end = head.length();
    return Character.isHighSurrogate(head.charAt(end - 1)) ? end - 1 : end;
  }
}
