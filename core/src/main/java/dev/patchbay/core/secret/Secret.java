package dev.patchbay.core.secret;

import dev.patchbay.core.json.Records;
import java.util.Map;

/**
 * One version of a secret: a JSON object whose fields its catalog entry describes. Immutable. Its
 * text form never shows a value.
 *
 * @param name in Secrets Manager, such as {@code patchbay/connectors/slack}
 * @param version id of the version, empty where there is none
 */
public record Secret(String name, String version, Map<String, Object> fields) {
  public Secret {
    fields = Map.copyOf(fields);
  }

  /** The fields as a record. */
  public <T> T as(Class<T> type) {
    return Records.bind(fields, type);
  }

  /** A field's text, or null. */
  public String text(String field) {
    return fields.get(field) instanceof String value ? value : null;
  }

  @Override
  public String toString() {
    return "Secret[" + name + "]";
  }
}
