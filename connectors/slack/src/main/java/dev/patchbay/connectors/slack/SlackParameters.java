package dev.patchbay.connectors.slack;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A delivery's parameters.
 *
 * @param channel a channel's name or id, a user's id, or a member's e-mail address
 * @param text mrkdwn; what notifications show where there are blocks
 * @param blocks Block Kit in place of the text and its card
 * @param card whether a line under the text, in the colour of the severity, tells the rest
 * @param thread what this and its follow-ups are about, or a message's ts; empty for no thread
 * @param update whether the message about the same thing is changed in place of a new one
 * @param actions buttons below the message
 */
record SlackParameters(
    String channel,
    String text,
    List<Map<String, Object>> blocks,
    Boolean card,
    String thread,
    boolean update,
    List<Action> actions) {

  SlackParameters {
    channel = channel == null ? "" : channel.strip();
    text = withoutEmptyLinks(text == null ? "" : text);
    card = card == null || card;
    thread = thread == null ? "" : thread.strip();
  }

  /**
   * A button.
   *
   * @param text its label
   * @param value what its press brings back; may be null
   * @param style {@code primary} or {@code danger}; may be null
   * @param url what it opens; may be null
   */
  record Action(Object text, Object value, String style, String url) {
    Action {
      text = text(text);
      value = text(value);
    }

    /** A template of one expression gives a number where the payload has one. */
    private static String text(Object value) {
      return switch (value) {
        case null -> "";
        case Number number ->
            new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
        default -> value.toString();
      };
    }
  }

  /**
   * An event without a url leaves {@code <|open>} of a text's {@code <{{ url }}|open>}: a link to
   * nowhere.
   */
  private static String withoutEmptyLinks(String text) {
    return text.replaceAll(" ?<\\|[^<>|\n]*>", "");
  }
}
