package dev.patchbay.core.expression;

import dev.patchbay.core.text.Excerpt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The beginning of a text that is longer than its destination takes, with a mark at its end. What
 * is cut of HTML is HTML still: no tag and no entity is torn, and what was open is closed.
 */
final class Cut {
  private static final String MORE = "…";

  /** An end tag's name, a start tag's name, an entity, or a character. */
  private static final Pattern PIECE =
      Pattern.compile(
          "</([a-zA-Z][^\\s>]*)[^>]*>|<([a-zA-Z][^\\s/>]*)[^>]*>|&#?[a-zA-Z0-9]{1,31};|.",
          Pattern.DOTALL);

  /** https://html.spec.whatwg.org/multipage/syntax.html#void-elements */
  private static final Pattern NEVER_CLOSED = Pattern.compile("(?i)br|hr|img|input|wbr");

  private final StringBuilder kept = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();
  private int closing;

  private Cut() {}

  /** As much of the text as that many characters hold, its mark and its end tags among them. */
  static String of(String text, int most, Escape escape) {
    if (text.length() <= most) {
      return text;
    }
    return escape == Escape.HTML ? new Cut().html(text, most) : Excerpt.ofCharacters(text, most);
  }

  private String html(String text, int most) {
    Matcher piece = PIECE.matcher(text);
    while (piece.find() && isRoomFor(piece, most)) {
      take(piece);
    }
    kept.append(MORE);
    open.forEach(name -> kept.append(end(name)));
    return kept.toString();
  }

  private boolean isRoomFor(Matcher piece, int most) {
    int ends = isOpening(piece) ? end(piece.group(2)).length() : 0;
    return kept.length() + piece.group().length() + ends + closing + MORE.length() <= most;
  }

  private void take(Matcher piece) {
    kept.append(piece.group());
    if (isOpening(piece)) {
      open.push(piece.group(2));
      closing += end(piece.group(2)).length();
    } else if (piece.group(1) != null && piece.group(1).equalsIgnoreCase(open.peek())) {
      closing -= end(open.pop()).length();
    }
  }

  private static boolean isOpening(Matcher piece) {
    return piece.group(2) != null && !NEVER_CLOSED.matcher(piece.group(2)).matches();
  }

  private static String end(String name) {
    return "</" + name + ">";
  }
}
