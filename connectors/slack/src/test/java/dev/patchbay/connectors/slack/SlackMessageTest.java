package dev.patchbay.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message holds, and what it never holds. */
class SlackMessageTest {
  private static final String HOSTILE = "<!channel> <@U1> *b* & \"}],\"x\":[{\\\n<https://evil|ok>";
  private static final String INERT =
      "&lt;!channel&gt; &lt;@U1&gt; *b* &amp; \"}],\"x\":[{\\\n&lt;https://evil|ok&gt;";

  private final Bench bench = new Bench();

  @AfterEach
  void stop() {
    bench.close();
  }

  private Map<String, String> sent(Map<String, Object> parameters) {
    bench.posts("000001");
    assertThat(bench.send(parameters)).isInstanceOf(Outcome.Delivered.class);
    return bench.form(bench.calls() - 1);
  }

  private List<Map<String, Object>> blocks(Object... blocks) {
    sent(Map.of("blocks", List.of(blocks)));
    return bench.objects(bench.calls() - 1, "blocks");
  }

  private static Map<String, Object> section(String text) {
    return Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", text));
  }

  private static String textOf(Map<String, Object> block) {
    return Json.object(block.get("text")).get("text").toString();
  }

  private Map<String, Object> card() {
    return bench.objects(bench.calls() - 1, "attachments").getFirst();
  }

  private static List<String> lines(Map<String, Object> card) {
    Map<String, Object> context = Json.object(((List<?>) card.get("blocks")).getFirst());
    return ((List<?>) context.get("elements"))
        .stream().map(element -> Json.object(element).get("text").toString()).toList();
  }

  @Test
  void tellsInACardWhatTheTextDoesNot() {
    Map<String, String> form = sent(Map.of());
    assertThat(form)
        .containsEntry(
            "text", ":red_circle: *Deploy failed* by ann <https://example.com/1?a=1&amp;b=2|open>");
    assertThat(card()).containsEntry("color", "#e01e5a");
    assertThat(lines(card()))
        .containsExactly(
            "*error*",
            "acme/shop/7",
            "github deployment_status.failure",
            "<!date^1795428000^{date_short_pretty} {time}|2026-11-23T10:00:00Z>");

    sent(Map.of("text", "It failed"));
    assertThat(lines(card())).contains("ann", "<https://example.com/1?a=1&amp;b=2|open>");
  }

  @ParameterizedTest
  @CsvSource({
    "debug, #9e9e9e",
    "info, #2e7dd1",
    "warning, #ecb22e",
    "error, #e01e5a",
    "critical, #8b0000"
  })
  void isInTheColourOfTheSeverity(String severity, String colour) {
    bench.event.put("severity", severity);
    sent(Map.of());
    assertThat(card()).containsEntry("color", colour);
  }

  @Test
  void isATextAloneWhereTheRouteWantsNoCard() {
    assertThat(sent(Map.of("card", false))).doesNotContainKeys("attachments", "blocks");
  }

  @Test
  void readsHostileEventsAsText() {
    for (String attribute : List.of("title", "subject", "actor", "type", "url", "time")) {
      bench.event.put(attribute, HOSTILE);
    }
    String form = String.join(" ", sent(Map.of()).values());
    assertThat(form).doesNotContain("<!channel>", "<@U1>", "<https://evil");
    assertThat(lines(card())).contains("*error*").noneMatch(line -> line.contains("\n"));
  }

  @Test
  void takesATitleWhereTheTextCameToNothing() {
    bench.event.put("title", "Deploy <!here>");
    assertThat(sent(Map.of("text", "{{ data.nothing }}")))
        .containsEntry("text", "Deploy &lt;!here&gt;");
  }

  @Test
  void leavesALinkToNowhereOut() {
    assertThat(sent(Map.of("text", "*a* <|open>, <https://b|b>")))
        .containsEntry("text", "*a*, <https://b|b>");
  }

  @Test
  void takesARoutesOwnBlocksAndItsTextForNotifications() {
    List<Map<String, Object>> blocks =
        blocks(section("*{{ title }}* <{{ url }}|open>"), Map.of("type", "divider"));
    assertThat(textOf(blocks.getFirst()))
        .isEqualTo("*Deploy failed* <https://example.com/1?a=1&amp;b=2|open>");
    assertThat(blocks.get(1)).isEqualTo(Map.of("type", "divider"));
    assertThat(bench.form(0)).containsKey("text").doesNotContainKey("attachments");
  }

  @Test
  void writesInertTextsIntoBlocksAndTrueAddressesAndValues() {
    bench.event.put("title", HOSTILE);
    Map<String, Object> button = new LinkedHashMap<>();
    button.put("type", "button");
    button.put("text", Map.of("type", "plain_text", "text", "go"));
    button.put("url", "{{ url }}");
    button.put("value", "{{ title }}");
    List<Map<String, Object>> blocks =
        blocks(section("{{ title }}"), Map.of("type", "actions", "elements", List.of(button)));
    assertThat(textOf(blocks.getFirst())).isEqualTo(INERT);
    assertThat(Json.object(((List<?>) blocks.get(1).get("elements")).getFirst()))
        .containsEntry("url", "https://example.com/1?a=1&b=2")
        .containsEntry("value", HOSTILE);
  }

  @Test
  void writesInertTextsIntoObjectsThatAnExpressionMakes() {
    bench.event.put("data", Map.of("blocks", List.of(section("<!here> & co"))));
    sent(Map.of("blocks", "{{ data.blocks }}"));
    assertThat(textOf(bench.objects(0, "blocks").getFirst())).isEqualTo("&lt;!here&gt; &amp; co");
  }

  @Test
  void writesTextsOfRichTextAsTheyAre() {
    bench.event.put("title", HOSTILE);
    List<Object> text = List.of(Map.of("type", "text", "text", "{{ title }}"));
    List<Map<String, Object>> blocks =
        blocks(
            Map.of(
                "type",
                "rich_text",
                "elements",
                List.of(Map.of("type", "rich_text_section", "elements", text))));
    assertThat(Json.write(blocks)).contains(Json.write(HOSTILE));
  }

  @Test
  void cutsATextThatIsTooLongAndSaysSo() {
    String text = sent(Map.of("text", "😀".repeat(30_000))).get("text");
    assertThat(text).hasSizeLessThanOrEqualTo(40_000).contains("😀…").endsWith("Slack takes)_");
  }

  @Test
  void cutsNoEntityAndNoLinkInTheMiddle() {
    assertThat(Cut.to(10, "12345678&amp;0")).isEqualTo("12345678…");
    assertThat(Cut.to(10, "1234567<https://x|y>")).isEqualTo("1234567…");
    assertThat(Cut.to(10, "1234567890")).isEqualTo("1234567890");
  }

  @Test
  void cutsWhatIsLongerInBlocksThanSlackTakes() {
    bench.event.put("title", "x".repeat(5000));
    List<Map<String, Object>> fields =
        Collections.nCopies(12, Map.of("type", "mrkdwn", "text", "{{ title }}"));
    List<Map<String, Object>> blocks =
        blocks(
            Map.of("type", "header", "text", Map.of("type", "plain_text", "text", "{{ title }}")),
            section("{{ title }}"),
            Map.of("type", "section", "fields", fields),
            Map.of("type", "context", "elements", fields));
    assertThat(textOf(blocks.get(0))).hasSize(150).endsWith("x…");
    assertThat(textOf(blocks.get(1))).hasSize(3000).endsWith("_(cut: longer than Slack takes)_");
    assertThat((List<?>) blocks.get(2).get("fields"))
        .hasSize(10)
        .allSatisfy(
            field ->
                assertThat(Json.object(field).get("text").toString())
                    .hasSizeLessThanOrEqualTo(2000));
    assertThat((List<?>) blocks.get(3).get("elements")).hasSize(10);
  }

  @Test
  void cutsBlocksThatAreTooManyAndKeepsTheButtons() {
    bench.posts("000001");
    bench.send(
        Map.of(
            "blocks",
            Collections.nCopies(60, section("one")),
            "actions",
            List.of(Map.of("text", "Approve"))));
    List<Map<String, Object>> blocks = bench.objects(0, "blocks");
    assertThat(blocks).hasSize(50);
    assertThat(Json.write(blocks.get(48))).contains("… and 12 more blocks");
    assertThat(blocks.get(49)).containsEntry("type", "actions");
  }

  @Test
  void leavesOutWhatAnEventLeftEmpty() {
    List<Map<String, Object>> blocks =
        blocks(
            section("{{ data.nothing }}"),
            Map.of("type", "header", "text", Map.of("type", "plain_text", "text", " ")),
            Map.of("type", "context", "elements", List.of(Map.of("type", "mrkdwn", "text", ""))),
            section("there"));
    assertThat(blocks).hasSize(1);
    assertThat(textOf(blocks.getFirst())).isEqualTo("there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "attachment_payload_limit_exceeded"
      })
  void sendsTheTextAloneWhereSlackRefusesTheBlocks(String error) {
    bench.refuses(error);
    Map<String, String> form = sent(Map.of("blocks", List.of(section("a")), "text", "said"));
    assertThat(form.get("text")).isEqualTo("said\n_(as text alone: Slack refused the blocks)_");
    assertThat(form).doesNotContainKeys("blocks", "attachments");
  }

  @Test
  void rejectsWhatSlackRefusesAsTextAlone() {
    bench.refuses("invalid_blocks").refuses("msg_too_long");
    assertThat(bench.send(Map.of())).isInstanceOf(Outcome.Rejected.class);
    bench.refuses("invalid_blocks");
    assertThat(bench.send(Map.of("card", false))).isInstanceOf(Outcome.Rejected.class);
    assertThat(bench.calls()).isEqualTo(3);
  }

  @Test
  void hasButtonsWhosePressNamesTheRoute() {
    sent(
        Map.of(
            "actions",
            List.of(
                Map.of("text", "Approve it!", "value", "{{ data.number }}", "style", "primary"),
                Map.of("text", "Approve it", "value", "a & <b>", "url", "{{ url }}"),
                Map.of("text", "✗", "url", "javascript:alert(1)"),
                Map.of("text", "{{ data.nothing }}"))));
    Map<String, Object> actions = Json.object(((List<?>) card().get("blocks")).get(1));
    assertThat(actions).containsEntry("block_id", "a-route").containsEntry("type", "actions");
    List<Map<String, Object>> buttons =
        ((List<?>) actions.get("elements")).stream().map(Json::object).toList();
    assertThat(buttons).hasSize(3);
    assertThat(buttons.get(0))
        .containsEntry("action_id", "a-route/approve-it")
        .containsEntry("value", "42")
        .containsEntry("style", "primary")
        .doesNotContainKey("url");
    assertThat(buttons.get(1))
        .containsEntry("action_id", "a-route/approve-it-1")
        .containsEntry("value", "a & <b>")
        .containsEntry("url", "https://example.com/1?a=1&b=2");
    assertThat(buttons.get(2))
        .containsEntry("action_id", "a-route/button-3")
        .doesNotContainKeys("url", "value");
  }

  @Test
  void showsTheTextAboveItsButtonsWithoutACard() {
    sent(Map.of("card", false, "text", "Ready?", "actions", List.of(Map.of("text", "Yes"))));
    List<Map<String, Object>> blocks = bench.objects(0, "blocks");
    assertThat(textOf(blocks.get(0))).isEqualTo("Ready?");
    assertThat(blocks.get(1)).containsEntry("type", "actions");
  }

  @Test
  void rejectsParametersThatAnExpressionSpoilt() {
    Outcome outcome = bench.send(Map.of("blocks", "{{ title }}"));
    assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
    assertThat(outcome.toString()).contains("blocks").doesNotContain("Deploy failed");
    assertThat(bench.calls()).isZero();
  }
}
