package dev.patchbay.catalog;

import com.networknt.schema.Error;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds entries to the catalog's schema, and says what is wrong in its descriptions' words. */
final class SchemaRule implements Rule {
  private final CatalogSchema schema;

  SchemaRule(CatalogSchema schema) {
    this.schema = schema;
  }

  @Override
  public String name() {
    return "fits the catalog's schema";
  }

  @Override
  public Stream<Fault> faults(Entry entry) {
    if (entry.malformed() != null) {
      return Stream.of(new Fault(entry.file(), "$", "is " + entry.malformed()));
    }
    return Stream.concat(unknownKeys(entry), violations(entry));
  }

  private Stream<Fault> unknownKeys(Entry entry) {
    Stream.Builder<Fault> faults = Stream.builder();
    new EntryWalk(schema)
        .walk(
            entry,
            (described, value, path) -> {
              if (Boolean.FALSE.equals(described.get("additionalProperties"))
                  && value instanceof Map<?, ?> object) {
                Set<String> known =
                    new TreeSet<>(Json.object(described.get("properties")).keySet());
                Json.object(object).keySet().stream()
                    .filter(key -> !known.contains(key))
                    .map(key -> unknown(entry, path + "." + key, key, known))
                    .forEach(faults);
              }
            });
    return faults.build();
  }

  private static Fault unknown(Entry entry, String path, String key, Set<String> known) {
    return new Fault(entry.file(), path, "is not known here" + Nearest.suggestion(key, known));
  }

  private Stream<Fault> violations(Entry entry) {
    return schema.errors(entry).stream()
        .filter(error -> !"additionalProperties".equals(error.getKeyword()))
        .map(error -> new Fault(entry.file(), path(error), message(error)));
  }

  /**
   * The validator's JSON pointer as a JSON path, with the missing property where one is missing.
   */
  static String path(Error error) {
    StringBuilder path = new StringBuilder("$");
    for (String step : pointer(error).split("/")) {
      if (!step.isEmpty()) {
        path.append(step.matches("\\d+") ? "[" + step + "]" : "." + step);
      }
    }
    return "required".equals(error.getKeyword())
        ? path + "." + error.getArguments()[0]
        : path.toString();
  }

  private static String pointer(Error error) {
    String pointer = error.getInstanceLocation().toString();
    return pointer.startsWith("$") ? pointer.substring(1).replace('.', '/') : pointer;
  }

  static String message(Error error) {
    Object wanted =
        error.getSchemaNode() == null ? null : Json.parse(error.getSchemaNode().toString());
    Object value =
        error.getInstanceNode() == null ? null : Json.parse(error.getInstanceNode().toString());
    return switch (error.getKeyword()) {
      case "required" -> "is missing";
      case "type" -> "must be " + types(wanted) + ", and this is " + Json.kind(value);
      case "enum" -> oneOf(value, wanted);
      case "maxLength" ->
          "has %d characters, and may have %s".formatted(((String) value).length(), wanted);
      case "minLength" -> "must have at least " + wanted + " characters";
      case "minItems" -> "must have at least " + wanted + " items";
      case "pattern" -> pattern(value, wanted);
      case "minimum" -> "is " + value + ", and must be at least " + wanted;
      case "maximum" -> "is " + value + ", and must be at most " + wanted;
      default -> error.getMessage();
    };
  }

  private static String types(Object wanted) {
    return wanted instanceof List<?> types
        ? String.join(" or ", types.stream().map(Object::toString).toList())
        : "of type " + wanted;
  }

  private static String oneOf(Object value, Object wanted) {
    List<String> words = ((List<?>) wanted).stream().map(String::valueOf).toList();
    return "is '"
        + value
        + "', which is none of "
        + String.join(", ", words)
        + Nearest.of(String.valueOf(value), words)
            .map(near -> "; did you mean '" + near + "'?")
            .orElse("");
  }

  private static String pattern(Object value, Object wanted) {
    return switch (String.valueOf(wanted)) {
      case "\\.$" -> "must be a sentence with a full stop at its end";
      case "^https://" -> "must be an address that starts with https://, and is '" + value + "'";
      case String regex when regex.startsWith("^\\d{1,9}(") ->
          "is '" + value + "', which is no duration; write one like 30s, 15m, 24h or 14d";
      case String regex -> "is '" + value + "', which does not match " + regex;
    };
  }
}
