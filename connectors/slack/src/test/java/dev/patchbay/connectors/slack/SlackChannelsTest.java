package dev.patchbay.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Direct messages by e-mail address. */
class SlackChannelsTest {
  private static final Map<String, Object> ANN = Map.of("channel", "ann@example.com");
  private static final String FOUND = "{\"ok\":true,\"user\":{\"id\":\"U0ANN0001\"}}";

  private final Bench bench = new Bench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void looksAMemberUpOnce() {
    bench.slack.answers(200, FOUND);
    bench.posts("000001").posts("000002");
    assertThat(bench.send(ANN)).isInstanceOf(Outcome.Delivered.class);
    assertThat(bench.send(ANN)).isInstanceOf(Outcome.Delivered.class);

    assertThat(bench.path(0)).isEqualTo("/api/users.lookupByEmail");
    assertThat(bench.form(0)).containsEntry("email", "ann@example.com");
    assertThat(bench.form(1)).containsEntry("channel", "U0ANN0001");
    assertThat(bench.form(2)).containsEntry("channel", "U0ANN0001");
    assertThat(bench.calls()).isEqualTo(3);
  }

  @Test
  void rejectsWhatIsForNobodyAndAsksAgain() {
    bench.refuses("users_not_found");
    assertThat(bench.send(ANN))
        .isEqualTo(
            new Outcome.Rejected(
                "Slack: users_not_found (no member of the workspace has this e-mail address)"));
    bench.slack.answers(200, FOUND);
    bench.posts("000001");
    assertThat(bench.send(ANN)).isInstanceOf(Outcome.Delivered.class);
  }

  @Test
  void asksAgainWhereTheLookUpBroke() {
    bench.slack.breaks();
    assertThat(bench.send(ANN)).isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void changesADirectMessageInItsConversation() {
    bench.slack.answers(200, FOUND);
    bench.slack.answers(
        200, "{\"ok\":true,\"channel\":\"D0ANN0001\",\"ts\":\"1700000000.000001\"}");
    bench.slack.answers(
        200, "{\"ok\":true,\"channel\":\"D0ANN0001\",\"ts\":\"1700000000.000001\"}");
    Map<String, Object> update = Map.of("channel", "ann@example.com", "update", true);
    bench.send(update);
    bench.send(update);
    assertThat(bench.form(2)).containsEntry("channel", "D0ANN0001");
  }

  @Test
  void looksADirectMessageUpInItsConversation() {
    bench.slack.answers(200, FOUND);
    bench.slack.answers(
        200, "{\"ok\":true,\"channel\":\"D0ANN0001\",\"ts\":\"1700000000.000001\"}");
    bench.send(ANN);
    Delivery second = bench.delivery(ANN);
    bench.slack.answers(200, "{\"ok\":true,\"has_more\":false,\"messages\":[]}");
    assertThat(bench.asked().find(second)).isEmpty();
    assertThat(bench.form(2)).containsEntry("channel", "D0ANN0001");
  }

  @Test
  void knowsTheIdsOfChannelsToWhichOtherInstancesPosted() {
    bench.posts("000001");
    bench.send(Map.of());
    Sender fresh = bench.sender(Map.of("token", Bench.TOKEN));
    bench.slack.answers(200, "{\"ok\":true,\"has_more\":false,\"messages\":[]}");
    assertThat(((Reconciling) fresh).find(bench.delivery(Map.of()))).isEmpty();
    assertThat(bench.form(1)).containsEntry("channel", "C012345678");
  }

  @Test
  void learnsTheNewIdOfAChannel() {
    bench.posts("000001");
    bench.send(Map.of());
    Sender second = bench.sender(Map.of("token", Bench.TOKEN));
    bench.slack.answers(
        200, "{\"ok\":true,\"channel\":\"C0NEW0001\",\"ts\":\"1700000000.000002\"}");
    second.send(bench.delivery(Map.of()));
    Sender third = bench.sender(Map.of("token", Bench.TOKEN));
    bench.slack.answers(200, "{\"ok\":true,\"has_more\":false,\"messages\":[]}");
    ((Reconciling) third).find(bench.delivery(Map.of()));
    assertThat(bench.form(2)).containsEntry("channel", "C0NEW0001");
  }
}
