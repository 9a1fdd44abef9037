package dev.patchbay.local.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code a=1&b=2}. */
public final class Forms {
  private Forms() {}

  /** The fields, decoded, in their order; none for null. */
  public static List<Map.Entry<String, String>> fields(String encoded) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    if (encoded == null || encoded.isEmpty()) {
      return fields;
    }
    for (String field : encoded.split("&")) {
      int equals = field.indexOf('=');
      String name = equals < 0 ? field : field.substring(0, equals);
      fields.add(Map.entry(decode(name), equals < 0 ? "" : decode(field.substring(equals + 1))));
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AwsException("MalformedQueryString", "The query string contains a syntax error");
    }
  }
}
