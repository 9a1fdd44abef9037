package dev.patchbay.connectors.slack;

/**
 * A delivery's parameters.
 *
 * @param channel a channel's name or id, or a user's id
 * @param text mrkdwn
 */
record SlackParameters(String channel, String text) {
  /**
   * Slack cuts at 40,000 characters without a word
   * (https://docs.slack.dev/reference/methods/chat.postMessage).
   */
  private static final int LONGEST = 40_000;

  private static final String MARK = "…\n_(cut: longer than Slack takes)_";

  SlackParameters {
    channel = channel == null ? "" : channel.strip();
    text = cut(withoutEmptyLinks(text == null ? "" : text));
  }

  /**
   * An event without a url leaves {@code <|open>} of a text's {@code <{{ url }}|open>}: a link to
   * nowhere.
   */
  private static String withoutEmptyLinks(String text) {
    return text.replaceAll(" ?<\\|[^<>|\n]*>", "");
  }

  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = LONGEST - MARK.length();
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + MARK;
  }
}
