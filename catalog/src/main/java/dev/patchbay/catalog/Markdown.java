package dev.patchbay.catalog;

import dev.patchbay.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A page of Markdown in the making. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown generated(String from) {
    text.append("<!-- Generated from ").append(from);
    text.append(" by ./patchbay catalog docs; edit the entry. -->\n");
    return this;
  }

  Markdown heading(int level, String heading) {
    return paragraph("#".repeat(level) + " " + heading);
  }

  Markdown paragraph(String paragraph) {
    if (!paragraph.isBlank()) {
      text.append('\n').append(paragraph.strip()).append('\n');
    }
    return this;
  }

  Markdown steps(List<String> steps) {
    text.append('\n');
    for (int i = 0; i < steps.size(); i++) {
      text.append(i + 1).append(". ").append(steps.get(i)).append('\n');
    }
    return this;
  }

  Markdown code(String language, String code) {
    return paragraph("```" + language + "\n" + code.strip() + "\n```");
  }

  /** A table; the cells of its rows are Markdown already, except for bars. */
  Markdown table(List<String> columns, List<List<String>> rows) {
    text.append('\n').append(row(columns));
    text.append(row(columns.stream().map(_ -> "---").toList()));
    rows.forEach(cells -> text.append(row(cells)));
    return this;
  }

  private static String row(List<String> cells) {
    return "| "
        + String.join(
            " | ", cells.stream().map(cell -> cell.replace("|", "\\|").replace("\n", " ")).toList())
        + " |\n";
  }

  /** A table of a schema's properties; nothing where it has none. */
  Markdown properties(Map<String, Map<String, Object>> properties, List<String> required) {
    if (properties.isEmpty()) {
      return paragraph("None.");
    }
    List<List<String>> rows = new ArrayList<>();
    properties.forEach(
        (name, property) ->
            rows.add(
                List.of(
                    "`" + name + "`" + (required.contains(name) ? " (required)" : ""),
                    String.valueOf(property.get("description")),
                    property.containsKey("default") ? value(property.get("default")) : "",
                    examples(property))));
    return table(List.of("name", "what it is", "default", "examples"), rows);
  }

  private static String examples(Map<String, Object> property) {
    return property.get("examples") instanceof List<?> examples
        ? String.join(", ", examples.stream().map(Markdown::value).toList())
        : "";
  }

  /** A value as code; a fence of two backticks holds those of JSONata. */
  static String value(Object value) {
    String written = value instanceof String string ? string : Json.write(value);
    return written.contains("`") ? "`` " + written + " ``" : "`" + written + "`";
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
