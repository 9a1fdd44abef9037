package dev.patchbay.catalog;

import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.expression.Template;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Compiles every text that the schema's {@code language} says is an expression or holds some. */
final class ExpressionRule implements Rule {
  private final CatalogSchema schema;

  ExpressionRule(CatalogSchema schema) {
    this.schema = schema;
  }

  @Override
  public String name() {
    return "has expressions that compile";
  }

  @Override
  public Stream<Fault> faults(Entry entry) {
    Stream.Builder<Fault> faults = Stream.builder();
    new EntryWalk(schema)
        .walk(
            entry,
            (described, value, path) -> {
              if (described.get("language") instanceof String language) {
                compile(language, value, path, entry, faults);
              }
            });
    return faults.build();
  }

  private static void compile(
      String language, Object value, String path, Entry entry, Stream.Builder<Fault> faults) {
    switch (value) {
      case String text -> {
        try {
          compile(language, text);
        } catch (ExpressionException e) {
          faults.add(new Fault(entry.file(), path, "does not compile: " + e.getMessage()));
        }
      }
      case Map<?, ?> object when language.equals("templates") ->
          object.forEach((key, item) -> compile(language, item, path + "." + key, entry, faults));
      case List<?> array when language.equals("templates") -> {
        for (int i = 0; i < array.size(); i++) {
          compile(language, array.get(i), path + "[" + i + "]", entry, faults);
        }
      }
      case null, default -> {}
    }
  }

  private static void compile(String language, String text) {
    switch (language) {
      case "expression" -> Expression.compile(text);
      case "reading" -> {
        if (!text.startsWith("header:") && !text.startsWith("query:")) {
          Expression.compile(text);
        }
      }
      default -> Template.compile(text);
    }
  }
}
