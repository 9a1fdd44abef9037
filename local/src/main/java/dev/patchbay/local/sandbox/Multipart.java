package dev.patchbay.local.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code multipart/form-data} (RFC 7578) as the parts by name. */
final class Multipart {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
  private static final Pattern FILENAME = Pattern.compile("filename=\"([^\"]*)\"");

  private Multipart() {}

  /**
   * Each part as {@code {filename, text, json, size, sha1}}, json only where it is no file and
   * holds an object; empty where the content type names no boundary.
   */
  static Map<String, Object> parts(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    Map<String, Object> parts = new LinkedHashMap<>();
    if (!boundary.find()) {
      return parts;
    }
    // ISO 8859-1 maps each byte to one character, so that positions in the text are positions in
    // the bytes.
    String text = new String(body, StandardCharsets.ISO_8859_1);
    for (String part : text.split(Pattern.quote("--" + boundary.group(1)))) {
      int headEnd = part.indexOf("\r\n\r\n");
      if (headEnd >= 0 && part.endsWith("\r\n")) {
        add(parts, part.substring(0, headEnd), part.substring(headEnd + 4, part.length() - 2));
      }
    }
    return parts;
  }

  private static void add(Map<String, Object> parts, String head, String content) {
    Matcher name = NAME.matcher(head);
    if (!name.find()) {
      return;
    }
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    Map<String, Object> part = new LinkedHashMap<>();
    Matcher filename = FILENAME.matcher(head);
    boolean file = filename.find();
    part.put("filename", file ? filename.group(1) : null);
    part.put("text", new String(bytes, StandardCharsets.UTF_8));
    if (!file && Bodies.parse("application/json", bytes) instanceof Map<?, ?> json) {
      part.put("json", json);
    }
    part.put("size", bytes.length);
    part.put("sha1", HexFormat.of().formatHex(Bodies.sha1(bytes)));
    parts.put(name.group(1), part);
  }
}
