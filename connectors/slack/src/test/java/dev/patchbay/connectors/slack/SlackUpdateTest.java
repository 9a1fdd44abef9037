package dev.patchbay.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One message that shows how a thing stands. */
class SlackUpdateTest {
  private static final Map<String, Object> UPDATE = Map.of("update", true);
  private static final String ONE = "1700000000.000001";
  private static final Outcome DELIVERED_ONE = new Outcome.Delivered(new Receipt(ONE));

  private final Bench bench = new Bench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void changesTheMessageAboutTheSameSubject() {
    bench.posts("000001").posts("000001");
    bench.send(UPDATE);
    bench.event.putAll(Map.of("title", "Deploy <done>", "severity", "info"));
    assertThat(bench.send(Map.of("update", true, "card", false))).isEqualTo(DELIVERED_ONE);

    assertThat(bench.path(0)).isEqualTo("/api/chat.postMessage");
    assertThat(bench.path(1)).isEqualTo("/api/chat.update");
    assertThat(bench.form(1))
        .containsEntry("channel", "C012345678")
        .containsEntry("ts", ONE)
        .containsEntry("parse", "none")
        .containsEntry("blocks", "[]")
        .containsEntry("attachments", "[]");
    assertThat(bench.form(1).get("text")).startsWith("*Deploy &lt;done&gt;*");
  }

  @Test
  void goesByTheThreadWhereOneIsNamed() {
    bench.posts("000001").posts("000001").posts("000002");
    Map<String, Object> update = Map.of("update", true, "thread", "release {{ data.number }}");
    bench.send(update);
    bench.event.put("subject", "another");
    assertThat(bench.send(update)).isEqualTo(DELIVERED_ONE);
    bench.send(Map.of("thread", "release 42"));
    assertThat(bench.form(2)).containsEntry("thread_ts", ONE);
  }

  @Test
  void postsANewMessageAboutNothing() {
    bench.posts("000001").posts("000002");
    bench.event.remove("subject");
    bench.send(UPDATE);
    bench.send(UPDATE);
    assertThat(bench.path(1)).isEqualTo("/api/chat.postMessage");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message_not_found",
        "cant_update_message",
        "edit_window_closed",
        "block_mismatch",
        "channel_not_found"
      })
  void postsAnewWhatCanBeChangedNoMore(String error) {
    bench.posts("000001").refuses(error).posts("000002").posts("000002");
    bench.send(UPDATE);
    assertThat(bench.send(UPDATE))
        .isEqualTo(new Outcome.Delivered(new Receipt("1700000000.000002")));
    bench.send(UPDATE);
    assertThat(bench.path(2)).isEqualTo("/api/chat.postMessage");
    assertThat(bench.form(3)).containsEntry("ts", "1700000000.000002");
  }

  @Test
  void leavesTheMessageToTheNewsThatCameAfter() {
    bench.posts("000001").posts("000001");
    bench.send(UPDATE);
    bench.event.put("time", "2026-11-23T10:05:00Z");
    bench.send(UPDATE);
    bench.event.put("time", "2026-11-23T10:02:00Z");
    assertThat(bench.send(UPDATE)).isEqualTo(DELIVERED_ONE);
    assertThat(bench.calls()).isEqualTo(2);
  }

  @Test
  void triesAChangeAgainWhateverBecameOfIt() {
    bench.posts("000001");
    bench.send(UPDATE);
    Delivery change = bench.delivery(UPDATE);
    bench.slack.breaks();
    assertThat(bench.sender.send(change)).isInstanceOf(Outcome.Retry.class);
    bench.refuses("fatal_error");
    assertThat(bench.sender.send(change)).isInstanceOf(Outcome.Retry.class);
    assertThat(bench.asked().find(change)).isEmpty();
    bench.posts("000001");
    assertThat(bench.sender.send(change)).isEqualTo(DELIVERED_ONE);
    assertThat(bench.calls()).isEqualTo(4);
  }

  @Test
  void changesAMessageThatTheRouteNames() {
    bench.posts("000001");
    bench.send(
        Map.of("update", true, "channel", "C0SHOP001", "thread", "C0SHOP001/1763892000.000100"));
    assertThat(bench.path(0)).isEqualTo("/api/chat.update");
    assertThat(bench.form(0))
        .containsEntry("channel", "C0SHOP001")
        .containsEntry("ts", "1763892000.000100");
  }

  @Test
  void makesOneMessageOfManyAtOnce() throws Exception {
    List<Future<Outcome>> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 1; i <= 6; i++) {
        bench.posts("000001");
        Delivery delivery = bench.delivery(UPDATE);
        outcomes.add(threads.submit(() -> bench.sender.send(delivery)));
      }
    }
    for (Future<Outcome> outcome : outcomes) {
      assertThat(outcome.get()).isEqualTo(DELIVERED_ONE);
    }
    assertThat(bench.path(0)).isEqualTo("/api/chat.postMessage");
    for (int i = 1; i < 6; i++) {
      assertThat(bench.path(i)).isEqualTo("/api/chat.update");
    }
  }
}
