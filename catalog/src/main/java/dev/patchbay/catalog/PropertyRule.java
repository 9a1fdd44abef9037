package dev.patchbay.catalog;

import com.networknt.schema.Error;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.expression.Template;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Nearest;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Holds the schemas of parameters and secrets to their own examples, defaults, and names. */
final class PropertyRule implements Rule {
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(token|password|passphrase|secret|api_?key|private_?key|credentials?)");
  private static final List<String> SCHEMAS = List.of("parameters", "secret");

  private final CatalogSchema schema;

  PropertyRule(CatalogSchema schema) {
    this.schema = schema;
  }

  @Override
  public String name() {
    return "has parameters and secret fields with working examples";
  }

  @Override
  public Stream<Fault> faults(Entry entry) {
    return SCHEMAS.stream()
        .filter(section -> entry.json().get(section) instanceof Map<?, ?>)
        .flatMap(section -> faults(entry, section, Json.object(entry.json().get(section))));
  }

  private Stream<Fault> faults(Entry entry, String section, Map<String, Object> described) {
    if (!(described.get("properties") instanceof Map<?, ?> properties)) {
      return Stream.empty();
    }
    Map<String, Object> byName = Json.object(properties);
    Stream<Fault> each =
        byName.entrySet().stream()
            .filter(property -> property.getValue() instanceof Map<?, ?>)
            .flatMap(
                property ->
                    property(entry, section, property.getKey(), Json.object(property.getValue())));
    return Stream.concat(each, undeclared(entry, section, described, byName));
  }

  private static Stream<Fault> undeclared(
      Entry entry, String section, Map<String, Object> described, Map<String, Object> byName) {
    if (!(described.get("required") instanceof List<?> required)) {
      return Stream.empty();
    }
    return required.stream()
        .map(String::valueOf)
        .filter(name -> !byName.containsKey(name))
        .map(
            name ->
                new Fault(
                    entry.file(),
                    "$." + section + ".required",
                    "names '"
                        + name
                        + "', which is no property"
                        + Nearest.suggestion(name, byName.keySet())));
  }

  private Stream<Fault> property(
      Entry entry, String section, String name, Map<String, Object> property) {
    String path = "$." + section + ".properties." + name;
    Stream<Fault> values =
        Stream.concat(
            listed(property.get("examples"))
                .flatMap(example -> value(entry, path + ".examples", property, example)),
            Stream.ofNullable(property.get("default"))
                .filter(value -> !(value instanceof String text && Template.isTemplate(text)))
                .flatMap(value -> value(entry, path + ".default", property, value)));
    return Stream.of(
            values, unshown(entry, path, property), naming(entry, section, name, path, property))
        .flatMap(faults -> faults);
  }

  /** The laptop makes a source's secrets up; all else needs a value to show. */
  private static Stream<Fault> unshown(Entry entry, String path, Map<String, Object> property) {
    return entry.kind() == Kind.SOURCE || property.containsKey("examples")
        ? Stream.empty()
        : Stream.of(new Fault(entry.file(), path + ".examples", "is missing"));
  }

  private static Stream<?> listed(Object examples) {
    return examples instanceof List<?> list ? list.stream() : Stream.empty();
  }

  private Stream<Fault> value(
      Entry entry, String path, Map<String, Object> property, Object value) {
    if (value instanceof String text && Template.isTemplate(text)) {
      return compiled(entry, path, text);
    }
    try {
      return schema.errors(property, value).stream()
          .map(error -> new Fault(entry.file(), path, unfit(value, error)));
    } catch (RuntimeException e) { // whatever the validator says of a schema that is none
      return Stream.of(new Fault(entry.file(), path, "cannot be checked: " + e.getMessage()));
    }
  }

  private static String unfit(Object value, Error error) {
    return "holds "
        + Json.write(value)
        + ", which does not fit its own schema: "
        + SchemaRule.message(error);
  }

  private static Stream<Fault> compiled(Entry entry, String path, String text) {
    try {
      Template.compile(text);
      return Stream.empty();
    } catch (ExpressionException e) {
      return Stream.of(new Fault(entry.file(), path, "does not compile: " + e.getMessage()));
    }
  }

  private static Stream<Fault> naming(
      Entry entry, String section, String name, String path, Map<String, Object> property) {
    if (!SECRET_NAME.matcher(name).matches() || property.containsKey("secret")) {
      return Stream.empty();
    }
    String advice =
        section.equals("secret")
            ? "looks like a secret; say \"secret\": true, or false if anyone may see it"
            : "looks like a secret, and routes are no place for one: "
                + "move it to $.secret, or say \"secret\": false";
    return Stream.of(new Fault(entry.file(), path, advice));
  }
}
