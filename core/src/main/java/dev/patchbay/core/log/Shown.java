package dev.patchbay.core.log;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes what strangers named harmless to whoever reads the log. */
final class Shown {
  /** Of a text, in characters; an event's name has at most 330. */
  static final int LONGEST = 500;

  /** Of a list or an object. */
  private static final int MOST = 40;

  private Shown() {}

  /** A value with nothing in it that is too long or too many. */
  static Object cut(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> few = new LinkedHashMap<>();
      map.entrySet().stream()
          .limit(MOST)
          .forEach(entry -> few.put(cut(entry.getKey().toString()), cut(entry.getValue())));
      return few;
    }
    if (value instanceof Collection<?> list) {
      return list.stream().limit(MOST).map(Shown::cut).toList();
    }
    return value instanceof String text ? cut(text) : value;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }

  /**
   * JSON with every character written as an escape that moves a cursor, ends a line or turns text
   * round: such characters stand in texts only, and mean the same there.
   */
  static String escaped(String json) {
    int first = 0;
    while (first < json.length() && isPlain(json.charAt(first))) {
      first++;
    }
    if (first == json.length()) {
      return json;
    }
    StringBuilder escaped = new StringBuilder(json.length() + 32).append(json, 0, first);
    for (int i = first; i < json.length(); i++) {
      char each = json.charAt(i);
      if (isPlain(each)) {
        escaped.append(each);
      } else {
        escaped.append("\\u").append(String.format("%04x", (int) each));
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(char each) {
    return each >= ' ' && each < 0x7f
        || each >= 0xa0
            && switch (Character.getType(each)) {
              case Character.CONTROL,
                  Character.FORMAT,
                  Character.LINE_SEPARATOR,
                  Character.PARAGRAPH_SEPARATOR,
                  Character.SURROGATE,
                  Character.PRIVATE_USE,
                  Character.UNASSIGNED ->
                  false;
              default -> true;
            };
  }
}
