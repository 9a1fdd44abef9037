package dev.patchbay.webhooks;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiled answers of an entry: the strings in them are pieces. Thread-safe. */
final class Answers {
  private Answers() {}

  /** Fills an answer in; refused as a bad signature where something it echoes is missing. */
  static Answer fill(SourceEntry.Answer answer, Reading reading) {
    Map<String, String> headers = new LinkedHashMap<>();
    answer.headers().forEach((name, value) -> headers.put(name, text(value, reading)));
    if (answer.body() == null) {
      return new Answer(answer.status(), headers, "");
    }
    boolean plain = answer.body() instanceof String;
    headers.putIfAbsent("content-type", plain ? "text/plain; charset=utf-8" : "application/json");
    Object body = value(answer.body(), reading);
    return new Answer(answer.status(), headers, plain ? (String) body : Json.write(body));
  }

  private static Object value(Object value, Reading reading) {
    return switch (value) {
      case String text -> text(text, reading);
      case Map<?, ?> object -> {
        Map<String, Object> filled = new LinkedHashMap<>();
        object.forEach((name, item) -> filled.put((String) name, value(item, reading)));
        yield filled;
      }
      case List<?> list -> list.stream().map(item -> value(item, reading)).toList();
      case null, default -> value;
    };
  }

  private static String text(String pieces, Reading reading) {
    String text = Pieces.compile(pieces).text(reading, null);
    if (text == null) {
      throw new RefusedException(Refusal.BAD_SIGNATURE, "what the handshake echoes is missing");
    }
    return text;
  }

  static Answer accepted(List<String> ids) {
    Object body = ids.size() == 1 ? Map.of("id", ids.getFirst()) : Map.of("ids", ids);
    return new Answer(202, Map.of("content-type", "application/json"), Json.write(body));
  }
}
