package dev.patchbay.webhooks.handshake;

import dev.patchbay.core.json.Json;
import dev.patchbay.webhooks.reading.Pieces;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.Answer;
import dev.patchbay.webhooks.request.Refusal;
import dev.patchbay.webhooks.request.RefusedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer of an entry, compiled: the strings in its headers and body are pieces. Thread-safe.
 *
 * @param body null, pieces for a text, or JSON whose strings are pieces
 */
record AnswerForm(int status, Map<String, Pieces> headers, Object body) {
  static AnswerForm of(int status, Map<String, String> headers, Object body) {
    Map<String, Pieces> compiled = new LinkedHashMap<>();
    headers.forEach((name, value) -> compiled.put(name, Pieces.compile(value)));
    return new AnswerForm(status, compiled, compile(body));
  }

  private static Object compile(Object value) {
    return switch (value) {
      case String text -> Pieces.compile(text);
      case Map<?, ?> object -> {
        Map<String, Object> compiled = new LinkedHashMap<>();
        object.forEach((name, item) -> compiled.put((String) name, compile(item)));
        yield compiled;
      }
      case List<?> list -> list.stream().map(AnswerForm::compile).toList();
      case null, default -> value;
    };
  }

  /** Fills it in; refused as a bad signature where something it echoes is missing. */
  Answer fill(Reading reading) {
    Map<String, String> filled = new LinkedHashMap<>();
    headers.forEach((name, value) -> filled.put(name, text(value, reading)));
    if (body == null) {
      return new Answer(status, filled, "");
    }
    boolean plain = body instanceof Pieces;
    filled.putIfAbsent("content-type", plain ? "text/plain; charset=utf-8" : "application/json");
    Object value = value(body, reading);
    return new Answer(status, filled, plain ? (String) value : Json.write(value));
  }

  private static Object value(Object value, Reading reading) {
    return switch (value) {
      case Pieces pieces -> text(pieces, reading);
      case Map<?, ?> object -> {
        Map<String, Object> filled = new LinkedHashMap<>();
        object.forEach((name, item) -> filled.put((String) name, value(item, reading)));
        yield filled;
      }
      case List<?> list -> list.stream().map(item -> value(item, reading)).toList();
      case null, default -> value;
    };
  }

  private static String text(Pieces pieces, Reading reading) {
    String text = pieces.text(reading, null);
    if (text == null) {
      throw new RefusedException(Refusal.BAD_SIGNATURE, "what the answer echoes is missing");
    }
    return text;
  }
}
