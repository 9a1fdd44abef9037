package dev.patchbay.local.aws.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputTransformerTest {
  private static final String RULE = "arn:aws:events:us-east-1:000000000000:rule/bus/watch";
  private static final Map<String, Object> EVENT =
      Json.parseObject(
          """
          {"version": "0", "id": "e1", "detail-type": "made", "source": "shop", "account": "000000000000",
           "time": "2026-11-23T11:12:20Z", "region": "us-east-1", "resources": [],
           "detail": {"name": "Ann", "count": 3, "price": 1.50, "ok": true, "none": null,
             "ids": {"acc_id": "0a78", "sf_id": "baz"}, "list": ["ACTIVE", "INACTIVE"],
             "deep": [{"name": "first"}]}}\
          """);

  private static String apply(String template, Map<String, String> paths) {
    return new InputTransformer(paths, template).apply(EVENT, Json.write(EVENT), RULE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"v": <v>}             | $.detail.name         | {"v": "Ann"}
          {"v": <v>}             | $.detail.count        | {"v": 3}
          {"v": <v>}             | $.detail.price        | {"v": 1.50}
          {"v": <v>}             | $.detail.ok           | {"v": true}
          {"v": <v>}             | $.detail.ids          | {"v": {"acc_id":"0a78","sf_id":"baz"}}
          {"v": <v>}             | $.detail.list         | {"v": ["ACTIVE","INACTIVE"]}
          {"v": <v>}             | $.detail.deep[0].name | {"v": "first"}
          {"v": <v>}             | $.detail.missing      | {"v": ""}
          {"v": "a <v> b"}       | $.detail.missing      | {"v": "a  b"}
          {"v": "users/<v>/x"}   | $.detail.name         | {"v": "users/Ann/x"}
          {"v": "<v>"}           | $.detail.count        | {"v": "3"}
          {"v": "<v>"}           | $.detail.ok           | {"v": "true"}
          {"v": "<v>"}           | $.detail.ids          | {"v": "{acc_id:0a78,sf_id:baz}"}
          {"v": "<v>"}           | $.detail.list         | {"v": "[ACTIVE,INACTIVE]"}
          "Event of <v>"         | $.detail.name         | "Event of Ann"
          <v>                    | $.detail.name         | "Ann"
          {"q\\"": <v>}           | $.detail.name         | {"q\\"": "Ann"}
          """)
  void rendersAsAwsDoes(String template, String path, String expected) {
    assertThat(apply(template, Map.of("v", path))).isEqualTo(expected);
  }

  @Test
  void keepsTheLinesOfATextTemplate() {
    assertThat(apply("\"a <v>\"\n\"b <v>\"", Map.of("v", "$.detail.name")))
        .isEqualTo("\"a Ann\"\n\"b Ann\"");
  }

  @Test
  void knowsTheVariablesThatNeedNoPath() {
    assertThat(
            apply(
                "{\"rule\": <aws.events.rule-name>, \"arn\": \"<aws.events.rule-arn>\"}", Map.of()))
        .isEqualTo("{\"rule\": \"watch\", \"arn\": \"" + RULE + "\"}");
    assertThat(
            Json.parseObject(apply("{\"event\": <aws.events.event.json>}", Map.of())).get("event"))
        .isEqualTo(EVENT);
    assertThat(Json.parseObject(apply("<aws.events.event>", Map.of())))
        .containsEntry("detailType", "made")
        .doesNotContainKeys("detail", "detail-type");
  }

  @Test
  void refusesAPlaceholderThatStandsForNothing() {
    assertThatThrownBy(() -> new InputTransformer(Map.of(), "{\"v\": <v>}").check("t"))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining("InputTemplate for target t contains invalid placeholder v.");
  }

  @Test
  void refusesJsonInsideOfAText() {
    assertThatThrownBy(
            () ->
                new InputTransformer(Map.of(), "{\"v\": \"of <aws.events.event.json>\"}")
                    .check("t"))
        .isInstanceOf(AwsException.class)
        .hasMessageContaining("aws.events.event.json, which is JSON, inside of a text");
  }
}
