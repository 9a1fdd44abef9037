package dev.patchbay.core.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.patchbay.core.text.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;

/**
 * JSON as plain maps, lists, strings, numbers, booleans and nulls. Thread-safe.
 *
 * <p>Objects keep the order of their keys. Decimal numbers stay exact (as {@link
 * java.math.BigDecimal}), so that a payload is passed on as it came. Nesting is limited to {@value
 * #MAX_DEPTH} levels and a number to {@value #MAX_NUMBER} characters, since payloads are hostile.
 */
public final class Json {
  /** What EventBridge takes of an event. */
  public static final int MAX_DEPTH = 1000;

  public static final int MAX_NUMBER = 200;

  /**
   * Levels of a payload: what lies around it on its way to EventBridge adds some, and no webhook of
   * a real source comes near this.
   */
  public static final int MAX_PAYLOAD_DEPTH = 200;

  private static final JsonFactory FACTORY = factory(MAX_DEPTH);
  private static final JsonFactory PAYLOADS = factory(MAX_PAYLOAD_DEPTH);

  private static final JSON READER =
      JSON.builder(FACTORY)
          .enable(JSON.Feature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
          .build();
  private static final JSON WRITER =
      JSON.builder(FACTORY).enable(JSON.Feature.WRITE_NULL_PROPERTIES).build();
  private static final JSON PRETTY = WRITER.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

  private Json() {}

  private static JsonFactory factory(int levels) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(levels)
                .maxNumberLength(MAX_NUMBER)
                .build())
        .build();
  }

  /**
   * Reads one JSON value.
   *
   * @throws JsonException when the bytes are not one well-formed JSON value in UTF-8
   */
  public static Object parse(byte[] utf8) {
    return parse(FACTORY, utf8);
  }

  /**
   * Reads one JSON value that a stranger sent, of at most {@value #MAX_PAYLOAD_DEPTH} levels.
   *
   * @throws JsonException when the bytes are not one such value in UTF-8
   */
  public static Object parsePayload(byte[] utf8) {
    return parse(PAYLOADS, utf8);
  }

  private static Object parse(JsonFactory factory, byte[] utf8) {
    try (JsonParser parser = factory.createParser(utf8)) {
      return only(parser);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** Reads one JSON value; see {@link #parse(byte[])}. */
  public static Object parse(String text) {
    return parse(FACTORY, text);
  }

  /** Reads one JSON value that a stranger sent; see {@link #parsePayload(byte[])}. */
  public static Object parsePayload(String text) {
    return parse(PAYLOADS, text);
  }

  private static Object parse(JsonFactory factory, String text) {
    try (JsonParser parser = factory.createParser(text)) {
      return only(parser);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** The library stops behind the first value. */
  private static Object only(JsonParser parser) throws IOException {
    parser.nextToken();
    Object value = READER.anyFrom(parser);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "something follows the value");
    }
    return value;
  }

  /**
   * Reads one JSON object.
   *
   * @throws JsonException when the text is anything else
   */
  public static Map<String, Object> parseObject(String text) {
    return object(parse(text));
  }

  /** Reads one JSON object; see {@link #parseObject(String)}. */
  public static Map<String, Object> parseObject(byte[] utf8) {
    return object(parse(utf8));
  }

  /**
   * The value as an object.
   *
   * @throws JsonException when it is none
   */
  @SuppressWarnings("unchecked") // the reader makes no other keys than strings
  public static Map<String, Object> object(Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new JsonException("a JSON object is wanted, and this is " + kind(value), null);
  }

  /**
   * Compact JSON text of maps, lists and scalars. Half a surrogate pair is written as the escape
   * that it was read from, since it has no form in UTF-8.
   */
  public static String write(Object value) {
    try {
      return Excerpt.escaped(WRITER.asString(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compact JSON in UTF-8. */
  public static byte[] writeBytes(Object value) {
    try {
      return WRITER.asBytes(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Indented JSON text, for people and for files under version control. */
  public static String pretty(Object value) {
    try {
      return PRETTY.asString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether objects and lists lie in each other on more levels than these. */
  public static boolean isDeeper(Object value, int levels) {
    if (value instanceof Map<?, ?> map) {
      return isDeeper(map.values(), levels);
    }
    if (!(value instanceof Collection<?> inside)) {
      return false;
    }
    if (levels == 0) {
      return true;
    }
    for (Object item : inside) { // one frame for each level, which a stream has not
      if (isDeeper(item, levels - 1)) {
        return true;
      }
    }
    return false;
  }

  /** The JSON name of a value's type: object, array, string, number, boolean or null. */
  public static String kind(Object value) {
    return switch (value) {
      case null -> "null";
      case Map<?, ?> _ -> "object";
      case Iterable<?> _ -> "array";
      case Object[] _ -> "array";
      case Number _ -> "number";
      case Boolean _ -> "boolean";
      default -> "string";
    };
  }

  private static JsonException malformed(IOException e) {
    if (e instanceof JsonProcessingException syntax && syntax.getLocation() != null) {
      return new JsonException(
          "not well-formed JSON at line %d, column %d: %s"
              .formatted(
                  syntax.getLocation().getLineNr(),
                  syntax.getLocation().getColumnNr(),
                  syntax.getOriginalMessage()),
          e);
    }
    return new JsonException("not well-formed JSON: " + e.getMessage(), e);
  }
}
