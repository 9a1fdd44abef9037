package dev.patchbay.core.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.ConnectorEntry.Schema;
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
