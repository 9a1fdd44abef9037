package dev.patchbay.local.sandbox;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Reads what a request carries by its content type. */
final class Bodies {
  private Bodies() {}

  /** What was compressed, as it was before. */
  static byte[] unpacked(String contentEncoding, byte[] body) throws IOException {
    if (!"gzip".equals(contentEncoding)) {
      return body;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }

  /**
   * JSON as values, a form as an object, anything else as text; lines that begin with an object as
   * an array, of which a line that is no JSON is the text that it is.
   */
  static Object parse(String contentType, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (contentType.startsWith("application/x-www-form-urlencoded")) {
      return form(text);
    }
    if (contentType.contains("json")) {
      try {
        return body.length == 0 ? null : Json.parse(body);
      } catch (JsonException e) {
        return lines(text);
      }
    }
    return contentType.startsWith("multipart/") ? null : text;
  }

  private static Object lines(String text) {
    List<Object> lines = text.lines().filter(line -> !line.isBlank()).map(Bodies::line).toList();
    return !lines.isEmpty() && lines.getFirst() instanceof Map<?, ?> ? lines : text;
  }

  private static Object line(String line) {
    try {
      return Json.parse(line);
    } catch (JsonException _) {
      return line;
    }
  }

  /** What an expression may want to know of the bytes themselves. */
  static Map<String, Object> sent(byte[] body) {
    byte[] sha1 = sha1(body);
    return Map.of(
        "size", body.length,
        "sha1", HexFormat.of().formatHex(sha1),
        "sha1Base64", Base64.getEncoder().encodeToString(sha1));
  }

  static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  /** Fields of a form or a query by name; of a repeated name the last. */
  static Map<String, Object> form(String encoded) {
    Map<String, Object> fields = new LinkedHashMap<>();
    if (encoded == null) {
      return fields;
    }
    for (String field : encoded.split("&")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
      }
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
