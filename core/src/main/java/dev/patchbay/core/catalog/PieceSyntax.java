package dev.patchbay.core.catalog;

import dev.patchbay.core.json.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How pieces are written, {@code "v0:{timestamp}:{body|sha256|hex}"}; what they mean stands at
 * {@link SourceEntry}. Thread-safe.
 */
public final class PieceSyntax {
  private static final List<String> NAMED = List.of("header", "query", "json", "form", "secret");
  private static final List<String> PLAIN =
      List.of(
          "body",
          "url",
          "url-without-query",
          "url-with-port",
          "url-without-port",
          "path",
          "path-and-query",
          "method",
          "timestamp",
          "sorted-form",
          "expression",
          "now");
  private static final List<String> PIPES =
      List.of(
          "md5",
          "sha1",
          "sha256",
          "sha384",
          "sha512",
          "crc32",
          "hex",
          "base64",
          "base64url",
          "unhex",
          "unbase64",
          "whsec",
          "pem",
          "lower");
  private static final List<String> KEYED =
      List.of("hmac-md5", "hmac-sha1", "hmac-sha256", "hmac-sha384", "hmac-sha512");

  private PieceSyntax() {}

  /** A part of pieces. */
  public sealed interface Part {}

  /** Text that stands for itself. */
  public record Literal(String text) implements Part {}

  /** What stands in braces: places joined, and led through pipes. */
  public record Insertion(List<PlaceName> places, List<Pipe> pipes) implements Part {}

  /**
   * A place.
   *
   * @param kind such as {@code header}
   * @param name such as {@code X-Signature}; empty where the kind has none
   */
  public record PlaceName(String kind, String name) {}

  /**
   * A pipe.
   *
   * @param name such as {@code hmac-sha256}
   * @param field of the secret that is its key; empty where it has none
   * @param key pipes that the key goes through first, as in {@code hmac-sha1:privateKey/sha1}
   */
  public record Pipe(String name, String field, List<Pipe> key) {}

  /**
   * Reads pieces.
   *
   * @throws IllegalArgumentException naming what is wrong, and the nearest that is right
   */
  public static List<Part> parse(String text) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("'" + text + "' has no closing }");
      }
      if (open > from) {
        parts.add(new Literal(text.substring(from, open)));
      }
      parts.add(insertion(text.substring(open + 1, close)));
      from = close + 1;
    }
    if (from < text.length()) {
      parts.add(new Literal(text.substring(from)));
    }
    return parts;
  }

  private static Insertion insertion(String text) {
    String[] steps = text.split("\\|", -1);
    return new Insertion(
        Arrays.stream(steps[0].split("\\+", -1)).map(PieceSyntax::place).toList(),
        Arrays.stream(steps).skip(1).map(PieceSyntax::pipe).toList());
  }

  /**
   * Reads a place.
   *
   * @throws IllegalArgumentException naming what is wrong, and the nearest that is right
   */
  public static PlaceName place(String text) {
    String place = text.strip();
    int colon = place.indexOf(':');
    String kind = colon < 0 ? place : place.substring(0, colon);
    String name = colon < 0 ? "" : place.substring(colon + 1);
    boolean named = NAMED.contains(kind);
    if (!named && !PLAIN.contains(kind)) {
      List<String> kinds = new ArrayList<>(NAMED);
      kinds.addAll(PLAIN);
      throw new IllegalArgumentException(
          "'" + place + "' is no place" + Nearest.suggestion(kind, kinds));
    }
    if (named == name.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + place + (named ? "' needs a name, as in " + kind + ":name" : "' takes no name"));
    }
    return new PlaceName(kind, name);
  }

  private static Pipe pipe(String text) {
    String pipe = text.strip();
    int colon = pipe.indexOf(':');
    String name = colon < 0 ? pipe : pipe.substring(0, colon);
    boolean keyed = KEYED.contains(name);
    if (!keyed && !PIPES.contains(name)) {
      List<String> pipes = new ArrayList<>(PIPES);
      pipes.addAll(KEYED);
      throw new IllegalArgumentException(
          "'" + pipe + "' is no pipe" + Nearest.suggestion(name, pipes));
    }
    if (keyed != colon > 0) {
      throw new IllegalArgumentException(
          "'"
              + pipe
              + (keyed
                  ? "' needs the secret's field, as in " + name + ":secret"
                  : "' takes no field"));
    }
    if (!keyed) {
      return new Pipe(name, "", List.of());
    }
    String[] key = pipe.substring(colon + 1).split("/", -1);
    return new Pipe(name, key[0], Arrays.stream(key).skip(1).map(PieceSyntax::pipe).toList());
  }
}
