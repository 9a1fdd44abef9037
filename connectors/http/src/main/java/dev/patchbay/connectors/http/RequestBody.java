package dev.patchbay.connectors.http;

import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.expression.JsonTemplate;
import dev.patchbay.core.expression.Template;
import dev.patchbay.core.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** The body of a declared request: JSON, a form, text, or nothing. Thread-safe. */
sealed interface RequestBody {
  /**
   * What goes out, and what it is.
   *
   * @param tree the same as JSON, which may share a request with others; null where it is a form
   */
  record Content(String type, byte[] bytes, Object tree) {}

  Content render(Map<String, Object> input);

  static RequestBody of(ConnectorEntry.Request request) {
    if (request.form().isEmpty()) {
      return new Tree(JsonTemplate.compile(request.body()));
    }
    Map<String, Template> fields = new LinkedHashMap<>();
    request.form().forEach((name, value) -> fields.put(name, Template.compile(value)));
    return new Form(fields);
  }

  /** JSON whose strings may be templates; a body that comes to one string is sent as that text. */
  record Tree(JsonTemplate template) implements RequestBody {
    @Override
    public Content render(Map<String, Object> input) {
      return switch (exact(template.render(input, Escape.NONE))) {
        case null -> new Content("application/json", new byte[0], null);
        case String text ->
            new Content("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), text);
        case Object tree -> new Content("application/json", Json.writeBytes(tree), tree);
      };
    }
  }

  /** Form fields; one that comes to nothing is left out. */
  record Form(Map<String, Template> fields) implements RequestBody {
    @Override
    public Content render(Map<String, Object> input) {
      StringJoiner form = new StringJoiner("&");
      fields.forEach(
          (name, value) -> {
            if (value.value(input, Escape.NONE) != null) {
              String text = value.render(input, Escape.NONE);
              form.add(Escape.URL.apply(name) + "=" + Escape.URL.apply(text));
            }
          });
      return new Content(
          "application/x-www-form-urlencoded",
          form.toString().getBytes(StandardCharsets.UTF_8),
          null);
    }
  }

  /**
   * Numbers that JSONata computed, written as people write them: 1700000000.123 and not
   * 1.700000000123E9.
   */
  private static Object exact(Object value) {
    return switch (value) {
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          number.longValue();
      case Double number -> BigDecimal.valueOf(number);
      case Map<?, ?> object -> {
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((key, item) -> copy.put(key.toString(), exact(item)));
        yield copy;
      }
      case List<?> array -> {
        List<Object> copy = new ArrayList<>(array.size());
        array.forEach(item -> copy.add(exact(item)));
        yield copy;
      }
      case null -> null;
      default -> value;
    };
  }
}
