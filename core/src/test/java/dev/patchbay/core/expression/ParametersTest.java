package dev.patchbay.core.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.catalog.ConnectorEntry.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
  private static final Schema SCHEMA =
      new Schema(
          "object",
          Map.of(
              "text", Map.of("type", "string", "escape", "mrkdwn"),
              "blocks", Map.of("type", "array", "escape", "mrkdwn"),
              "size", Map.of("type", "integer")),
          List.of(),
          false,
          List.of(),
          List.of());

  private static final Map<String, Object> EVENT =
      Map.of("count", 3, "title", "<b>", "made", List.of(Map.of("text", "<c>"), "<d>"));

  private static Map<String, Object> rendered(String name, Object written) {
    return Parameters.render(SCHEMA, Map.of(name, written), EVENT);
  }

  @Test
  void givesATextWhereTheSchemaWantsOne() {
    assertThat(rendered("text", "{{ count }}")).containsEntry("text", "3");
    assertThat(rendered("text", "{{ made[0] }}")).containsEntry("text", "{\"text\":\"&lt;c&gt;\"}");
    assertThat(rendered("size", "{{ count }}")).containsEntry("size", 3);
    assertThat(rendered("text", "{{ nothing }}")).isEmpty();
  }

  @Test
  void escapesEveryTextThatAnExpressionMakes() {
    assertThat(rendered("blocks", "{{ made }}"))
        .containsEntry("blocks", List.of(Map.of("text", "&lt;c&gt;"), "&lt;d&gt;"));
    assertThat(rendered("blocks", List.of(Map.of("text", "<!here> {{ title }}"))))
        .containsEntry("blocks", List.of(Map.of("text", "<!here> &lt;b&gt;")));
  }

  @Test
  void makesAnArrayOfTheOneThingThatJsonataFinds() {
    assertThat(rendered("blocks", "{{ made[0] }}"))
        .containsEntry("blocks", List.of(Map.of("text", "&lt;c&gt;")));
  }

  private static final Schema HELD =
      new Schema(
          "object",
          Map.of(
              "to", Map.of("type", "string", "pattern", "^.+@.+$", "examples", List.of("a@b.c")),
              "priority", Map.of("type", "string", "enum", List.of("P1", "P2")),
              "size", Map.of("type", List.of("integer", "string"), "minimum", 1, "maximum", 5),
              "tags",
                  Map.of("type", "array", "items", Map.of("type", "string", "pattern", "^\\S+$"))),
          List.of("to"),
          false,
          List.of(),
          List.of());

  private static Map<String, Object> held(Map<String, Object> more) {
    Map<String, Object> delivery = new LinkedHashMap<>(Map.of("to", "a@b.c"));
    delivery.putAll(more);
    return Parameters.checked(HELD, delivery, EVENT);
  }

  @Test
  void takesWhatFitsTheSchema() {
    assertThat(held(Map.of("priority", "P{{ count - 2 }}", "size", "{{ count }}", "tags", "a")))
        .containsEntry("priority", "P1")
        .containsEntry("size", 3)
        .containsEntry("tags", List.of("a"));
  }

  @Test
  void refusesWhatTheSchemaDoesNotAllowAndSaysWhatToMendAndNotWhatItWas() {
    assertThatThrownBy(() -> held(Map.of("priority", "{{ title & 'secret' }}")))
        .hasMessageContaining(
            "'priority' must be one of [\"P1\",\"P2\"]; mend '{{ title & 'secret' }}'")
        .message()
        .doesNotContain("<b>");
    assertThatThrownBy(() -> held(Map.of("size", "{{ count * 2 }}")))
        .hasMessageContaining("'size' must be at most 5");
    assertThatThrownBy(() -> held(Map.of("tags", List.of("a", "b {{ count }}"))))
        .hasMessageContaining("'tags' holds an item that must match");
    assertThatThrownBy(() -> held(Map.of("to", "{{ title }}")))
        .hasMessageContaining("'to' must match ^.+@.+$, such as \"a@b.c\"");
    assertThatThrownBy(() -> held(Map.of("to", "{{ nothing }}")))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining("'to' must be something; mend '{{ nothing }}'");
  }

  @Test
  void asksForOneOfSeveral() {
    Schema either =
        new Schema(
            "object",
            Map.of("user", Map.of("type", "string"), "email", Map.of("type", "string")),
            List.of(),
            false,
            List.of(Map.of("required", List.of("user")), Map.of("required", List.of("email"))),
            List.of());
    assertThat(Parameters.checked(either, Map.of("email", "a"), EVENT)).hasSize(1);
    assertThatThrownBy(() -> Parameters.checked(either, Map.of("email", "{{ none }}"), EVENT))
        .hasMessageContaining("[user, email]");
  }

  /** A path that starts with digits which the route writes starts at the folder of that id. */
  @Test
  void makesNoIdOfAFolderOfWhatAnEventSays() {
    Map<String, Object> event = Map.of("n", 123, "s", "123", "path", "/a");
    for (String written : List.of("{{ n }}/y", "{{ s }}/y", "12{{ 3 }}/y", "{{ n }}", "{{ s }}")) {
      assertThat(Template.compile(written).render(event, Escape.PATH)).as(written).startsWith("/");
    }
    assertThat(Template.compile("{{ s }}").value(event, Escape.PATH)).isEqualTo("/123");
    assertThat(Template.compile("123/{{ s }}").render(event, Escape.PATH)).isEqualTo("123/123");
    assertThat(Template.compile("/{{ path }}/x").render(event, Escape.PATH)).isEqualTo("/_a/x");
    assertThat(Template.compile("123").render(event, Escape.PATH)).isEqualTo("123");
  }
}
