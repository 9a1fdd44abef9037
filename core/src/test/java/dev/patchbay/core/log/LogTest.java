package dev.patchbay.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.json.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil\n{\"level\":\"ERROR\",\"message\":\"forged\"}",
        "\r\nforged",
        "\u001b[2J\u001b[31mred",
        "\u009b31mred",
        "next\u0085line",
        "line\u2028separator\u2029",
        "turned \u202egnuor",
        "bell\u0007 back\b null\u0000 delete\u007f",
        "hidden\u200btext\ufeff",
        "half \ud800 of a pair",
        "\",\"_aws\":{\"CloudWatchMetrics\":[]},\"x\":\""
      })
  void aHostileValueStaysOneValueOfOnePrintableLine(String hostile) {
    String printed =
        LogLines.printed(() -> Log.info("an event", "event", hostile, "in", List.of(hostile)));

    assertThat(printed.lines()).hasSize(1);
    assertThat(printed.strip().chars())
        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
    Map<String, Object> line = Json.parseObject(printed);
    assertThat(line)
        .containsEntry("message", "an event")
        .containsEntry("event", hostile)
        .containsEntry("in", List.of(hostile))
        .containsOnlyKeys("timestamp", "level", "message", "event", "in");
  }

  @Test
  void aFieldIsNeverTheMessage() {
    String printed = LogLines.printed(() -> Log.info("left in the queue", "message", "m-1"));
    assertThat(Json.parseObject(printed)).containsEntry("message", "left in the queue");
  }

  @Test
  void lettersOfOtherLanguagesStayReadable() {
    assertThat(LogLines.printed(() -> Log.info("Grüße aus Zürich, 東京 und Αθήνα")))
        .contains("Grüße aus Zürich, 東京 und Αθήνα");
  }

  @Test
  void aLineStaysShortWhateverItIsGiven() {
    Map<String, Object> many = new TreeMap<>();
    for (int i = 0; i < 5000; i++) {
      many.put("header-" + i + "-" + "n".repeat(2000), "v".repeat(2000));
    }
    String printed =
        LogLines.printed(
            () ->
                Log.warn(
                    "webhook refused",
                    "source",
                    "s".repeat(100_000),
                    "headers",
                    many,
                    "events",
                    Collections.nCopies(5000, "e".repeat(5000))));

    assertThat(printed.length()).isLessThan(70_000);
    assertThat(Json.parseObject(printed).get("source").toString()).hasSize(500).endsWith("…");
  }

  @Test
  void saysWhatIsAtHandOnEveryLineAndInOtherThreads() {
    List<Map<String, Object>> lines =
        LogLines.of(
            () ->
                Log.about("event", "github/default/1", "trace", null)
                    .call(
                        () -> {
                          Log.about("connector", "slack").run(() -> Log.info("inner"));
                          Log.info("outer", "event", "another");
                          Thread.ofVirtual().start(run(Log.carried(LogTest::logged))).join();
                          return null;
                        }));

    assertThat(lines.get(0))
        .containsEntry("event", "github/default/1")
        .containsEntry("connector", "slack");
    assertThat(lines.get(1)).containsEntry("event", "another").doesNotContainKey("connector");
    assertThat(lines.get(2)).containsEntry("event", "github/default/1").doesNotContainKey("trace");
    assertThat(LogLines.of(() -> Log.info("after")).getFirst()).doesNotContainKey("event");
  }

  private static Object logged() {
    Log.info("elsewhere");
    return null;
  }

  private static Runnable run(java.util.concurrent.Callable<?> work) {
    return () -> {
      try {
        work.call();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    };
  }

  @Test
  void theMessageOfACauseIsNotQuoted() {
    String printed =
        LogLines.printed(
            () ->
                Log.error(
                    "connector failed",
                    new IllegalStateException(
                        "token xoxb-1", new RuntimeException("{\"payload\":1}"))));

    assertThat(printed)
        .contains("java.lang.IllegalStateException", "java.lang.RuntimeException")
        .doesNotContain("xoxb-1", "payload");
  }
}
