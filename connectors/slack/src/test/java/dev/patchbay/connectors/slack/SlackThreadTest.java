package dev.patchbay.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Memory;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.Entries;
import java.lang.reflect.Proxy;
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

/** Follow-ups below the first message about the same thing. */
class SlackThreadTest {
  private static final Map<String, Object> THREAD = Map.of("thread", "{{ subject }}");
  private static final String ONE = "1700000000.000001";

  private final Bench bench = new Bench();

  @AfterEach
  void stop() {
    bench.close();
  }

  private static Outcome delivered(String ts) {
    return new Outcome.Delivered(new Receipt("1700000000." + ts));
  }

  @Test
  void putsFollowUpsBelowTheFirstMessage() {
    bench.posts("000001").posts("000002").posts("000003");

    assertThat(bench.send(THREAD)).isEqualTo(delivered("000001"));
    assertThat(bench.send(THREAD)).isEqualTo(delivered("000002"));
    assertThat(bench.sender(Map.of("token", Bench.TOKEN)).send(bench.delivery(THREAD)))
        .isEqualTo(delivered("000003"));

    assertThat(bench.form(0)).doesNotContainKey("thread_ts").containsEntry("channel", "#ops");
    assertThat(bench.form(1))
        .containsEntry("thread_ts", ONE)
        .containsEntry("channel", "C012345678");
    assertThat(bench.form(2)).containsEntry("thread_ts", ONE);
  }

  @Test
  void keepsThreadsApartByChannelAndByWhatTheyAreAbout() {
    bench.posts("000001").posts("000002").posts("000003");
    bench.send(THREAD);
    bench.send(Map.of("thread", "{{ subject }}", "channel", "#dev"));
    bench.event.put("subject", "acme/shop/8");
    bench.send(THREAD);
    assertThat(List.of(bench.form(0), bench.form(1), bench.form(2)))
        .allSatisfy(form -> assertThat(form).doesNotContainKey("thread_ts"));
  }

  @Test
  void startsNoThreadAboutNothing() {
    bench.posts("000001").posts("000002");
    bench.event.remove("subject");
    bench.send(THREAD);
    bench.send(THREAD);
    assertThat(bench.form(1)).doesNotContainKey("thread_ts");
  }

  @Test
  void takesANumberForWhatAThreadIsAbout() {
    bench.posts("000001").posts("000002");
    bench.send(Map.of("thread", "{{ data.number }}"));
    bench.send(Map.of("thread", "{{ data.number }}"));
    assertThat(bench.form(1)).containsEntry("thread_ts", ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1763892000.000100", "C0SHOP001/1763892000.000100"})
  void repliesToAMessageThatTheRouteNames(String thread) {
    bench.posts("000001");
    bench.send(Map.of("thread", thread, "channel", "C0SHOP001"));
    assertThat(bench.form(0))
        .containsEntry("thread_ts", "1763892000.000100")
        .containsEntry("channel", "C0SHOP001");
  }

  @Test
  void tellsNothingInAnotherChannelThanTheRouteNames() {
    bench.posts("000001").posts("000002");
    bench.event.put("subject", "C0BOARD01/1763892000.000100");
    bench.send(THREAD);
    bench.send(THREAD);
    assertThat(bench.form(0)).containsEntry("channel", "#ops").doesNotContainKey("thread_ts");
    assertThat(bench.form(1)).containsEntry("thread_ts", ONE);
  }

  @Test
  void sendsNothingWhereItCannotTellWhetherItIsTheFirst() {
    Outcome outcome = forgetful().send(bench.delivery(THREAD));
    assertThat(outcome).isInstanceOf(Outcome.Retry.class);
    assertThat(bench.calls()).isZero();
  }

  @Test
  void postsWhatNeedsNoMemoryAllTheSame() {
    bench.posts("000001");
    assertThat(forgetful().send(bench.delivery(Map.of()))).isEqualTo(delivered("000001"));
  }

  private Sender forgetful() {
    Memory broken =
        (Memory)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Memory.class},
                (_, _, _) -> {
                  throw new IllegalStateException("the table is gone");
                });
    return new SlackConnector()
        .connect(
            Entries.connection(
                "slack", Map.of("token", Bench.TOKEN, "baseUrl", bench.slack.url()), broken));
  }

  @Test
  void makesOneOfManyAtOnceTheFirst() throws Exception {
    List<Future<Outcome>> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 1; i <= 8; i++) {
        bench.posts("00000" + i);
        Delivery delivery = bench.delivery(THREAD);
        outcomes.add(threads.submit(() -> bench.sender.send(delivery)));
      }
    }
    for (Future<Outcome> outcome : outcomes) {
      assertThat(outcome.get()).isInstanceOf(Outcome.Delivered.class);
    }
    assertThat(bench.form(0)).doesNotContainKey("thread_ts");
    for (int i = 1; i < 8; i++) {
      assertThat(bench.form(i)).containsEntry("thread_ts", ONE);
    }
  }

  @Test
  void letsAnotherBeTheFirstWhereTheFirstIsRefused() {
    bench.refuses("is_archived").posts("000002");
    assertThat(bench.send(THREAD)).isInstanceOf(Outcome.Rejected.class);
    assertThat(bench.send(THREAD)).isEqualTo(delivered("000002"));
    assertThat(bench.form(1)).doesNotContainKey("thread_ts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cannot_reply_to_message", "thread_not_found", "message_not_found"})
  void startsAnewWhereTheFirstMessageIsGone(String error) {
    bench.posts("000001").refuses(error).posts("000002").posts("000003");
    bench.send(THREAD);
    assertThat(bench.send(THREAD)).isEqualTo(delivered("000002"));
    assertThat(bench.send(THREAD)).isEqualTo(delivered("000003"));
    assertThat(bench.form(2)).doesNotContainKey("thread_ts").containsEntry("channel", "#ops");
    assertThat(bench.form(3)).containsEntry("thread_ts", "1700000000.000002");
  }

  @Test
  void findsTheFirstMessageWhoseAnswerWasLostAndRepliesToIt() {
    bench.posts("000009");
    bench.send(Map.of()); // whose answer names the channel's id
    Delivery first = bench.delivery(THREAD);
    bench.slack.breaks();
    assertThat(bench.sender.send(first)).isInstanceOf(Outcome.Unknown.class);

    bench.slack.answers(200, messages("000001", first.id()));
    assertThat(bench.asked().find(first)).contains(new Receipt(ONE));
    assertThat(bench.path(2)).isEqualTo("/api/conversations.history");

    bench.posts("000002");
    bench.send(THREAD);
    assertThat(bench.form(3)).containsEntry("thread_ts", ONE);
  }

  @Test
  void looksForAReplyInItsThread() {
    bench.posts("000001");
    bench.send(THREAD);
    Delivery reply = bench.delivery(THREAD);
    bench.slack.breaks();
    assertThat(bench.sender.send(reply)).isInstanceOf(Outcome.Unknown.class);

    bench.slack.answers(200, messages("000002", reply.id()));
    assertThat(bench.asked().find(reply)).contains(new Receipt("1700000000.000002"));
    assertThat(bench.path(2)).isEqualTo("/api/conversations.replies");
    assertThat(bench.form(2)).containsEntry("ts", ONE).containsEntry("channel", "C012345678");
  }

  @Test
  void looksInTheChannelTooBeforeItIsSureThatAReplyIsNowhere() {
    bench.posts("000001");
    bench.send(THREAD);
    Delivery reply = bench.delivery(THREAD);
    bench
        .slack
        .answers(200, messages("000001", "another"))
        .answers(200, messages("000001", "another"));
    assertThat(bench.asked().find(reply)).isEmpty();
    assertThat(bench.path(1)).isEqualTo("/api/conversations.replies");
    assertThat(bench.path(2)).isEqualTo("/api/conversations.history");

    bench.refuses("missing_scope");
    assertThatThrownBy(() -> bench.asked().find(reply)).hasMessageContaining("missing_scope");
  }

  private static String messages(String ts, String delivery) {
    return """
    {"ok": true, "has_more": false, "messages": [{"ts": "1700000000.%s", "metadata":
      {"event_type": "patchbay_delivery", "event_payload": {"delivery_id": "%s"}}}]}
    """
        .formatted(ts, delivery);
  }
}
