package dev.patchbay.webhooks.body;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Form fields and queries: {@code a=1&b=2}. A name that comes again makes a list. */
public final class FormBody {
  private FormBody() {}

  /**
   * The fields in their order: a text each, or a list of texts.
   *
   * @throws IllegalArgumentException where an escape is none
   */
  public static Map<String, Object> parse(String text) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String pair : text.strip().split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        fields.merge(decode(name), decode(value), FormBody::both);
      }
    }
    return fields;
  }

  /** As {@link #parse}, the first value of each name. */
  public static Map<String, String> single(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    parse(text)
        .forEach(
            (name, value) ->
                fields.put(
                    name,
                    value instanceof List<?> list ? (String) list.getFirst() : (String) value));
    return fields;
  }

  /** The text that {@link #parse} reads; each value of a list comes under its name. */
  public static String write(Map<String, Object> fields) {
    StringJoiner text = new StringJoiner("&");
    fields.forEach(
        (name, value) -> {
          List<?> values = value instanceof List<?> list ? list : List.of(value);
          values.forEach(one -> text.add(encode(name) + "=" + encode(String.valueOf(one))));
        });
    return text.toString();
  }

  private static Object both(Object before, Object value) {
    List<Object> values =
        before instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>(List.of(before));
    values.add(value);
    return values;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
