package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.sandbox.Inbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What was given up, listed, put back and discarded by the commands. */
final class DeadLettersTest {
  /** The sandbox's Twilio says of this number that it is no mobile. */
  private static final String ROUTES =
      """
      routes:
        - name: page
          when: {source: [github], type: [ping]}
          deliver:
            - twilio: {to: "+15005550009", text: "{{ title }}"}
            - slack: {channel: "#ops", text: "{{ id }}"}
      """;

  @TempDir Path folder;
  private TestHub hub;

  @BeforeEach
  void start() throws Exception {
    hub = TestHub.start(folder, ROUTES, TestHub.githubSecret());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private String run(String... arguments) {
    return hub.run(arguments);
  }

  private List<Map<String, Object>> listed(String... filter) {
    List<String> command = new ArrayList<>(List.of("deadletters", "--json"));
    command.addAll(Arrays.asList(filter));
    String printed = run(command.toArray(String[]::new));
    return ((List<?>) Json.parse(printed.substring(printed.indexOf('['))))
        .stream().map(Json::object).toList();
  }

  private String ping() throws Exception {
    return ping(UUID.randomUUID().toString());
  }

  private String ping(String id) throws Exception {
    byte[] body = "{\"zen\": \"Half measures are as bad as nothing at all.\"}".getBytes();
    assertThat(hub.post("ping", id, body).statusCode()).isEqualTo(202);
    return id;
  }

  @Test
  void tellsWhatWasGivenUpAndWhy() throws Exception {
    assertThat(run("deadletters")).isEqualTo("0 No dead letters.");
    String id = ping();
    TestHub.await(() -> !listed().isEmpty());
    Map<String, Object> letter = listed().getFirst();
    assertThat(letter)
        .containsEntry("queue", "patchbay-twilio-dead-letters")
        .containsEntry("event", "github/default/" + id)
        .containsEntry("route", "page")
        .containsEntry("connector", "twilio")
        .containsEntry("attempts", "1");
    assertThat((String) letter.get("reason")).contains("21614");
    assertThat(run("deadletters")).contains(id).contains("21614");
    assertThat(listed("--reason", "21614", "--since", "1h", "--event", id)).hasSize(1);
    assertThat(listed("--reason", "no such reason")).isEmpty();
    assertThat(listed("--connector", "slack")).isEmpty();
    assertThat(listed("--until", "1h")).isEmpty();
    Path file = folder.resolve("letters.jsonl");
    assertThat(run("deadletters", "--export", file.toString())).startsWith("0 wrote 1");
    assertThat(Json.parseObject(Files.readString(file))).containsEntry("id", letter.get("id"));
  }

  @Test
  void putsOneBackAndNotWhatWasDelivered() throws Exception {
    String id = ping();
    TestHub.await(() -> listed().size() == 1 && hub.inbox("slack").size() == 1);
    String letter = (String) listed().getFirst().get("id");
    assertThat(run("redrive", letter)).isEqualTo("0 1 put back");
    // The number is still none, so a new letter comes.
    TestHub.await(() -> listed().size() == 1 && !listed().getFirst().get("id").equals(letter));
    assertThat(listed().getFirst()).containsEntry("event", "github/default/" + id);
    assertThat(hub.inbox("slack")).hasSize(1);
  }

  @Test
  void anEventThatIsPostedAgainIsTriedAgainWhereItWasGivenUpAndNowhereElse() throws Exception {
    String id = ping();
    TestHub.await(() -> listed().size() == 1 && hub.inbox("slack").size() == 1);
    ping(id);
    TestHub.await(() -> listed().size() == 2);
    assertThat(listed())
        .allSatisfy(letter -> assertThat(letter).containsEntry("event", "github/default/" + id));
    assertThat(hub.inbox("slack")).hasSize(1);
  }

  @Test
  void movesAWholeQueueBack() throws Exception {
    ping();
    ping();
    TestHub.await(() -> listed().size() == 2);
    List<Object> before = listed().stream().map(letter -> letter.get("id")).toList();
    assertThat(run("redrive", "--connector", "twilio", "--rate", "100")).isEqualTo("0 2 put back");
    TestHub.await(
        () -> {
          List<Object> now = listed().stream().map(letter -> letter.get("id")).toList();
          return now.size() == 2 && now.stream().noneMatch(before::contains);
        });
  }

  @Test
  void putsBackWhatRulesAndSubscriptionsGaveUp() {
    Map<String, Object> detail =
        Map.of(
            "id",
            "e-1",
            "source",
            "github",
            "account",
            "default",
            "type",
            "ping",
            "title",
            "t",
            "time",
            "2026-11-23T12:00:00Z",
            "data",
            Map.of());
    Map<String, Object> event =
        Map.of("source", "patchbay.github", "detail-type", "ping", "detail", detail);
    bury("patchbay-undelivered-events", event, "ERROR_MESSAGE", "the topic does not exist");
    Map<String, Object> routed =
        Map.of(
            "route",
            "page",
            "connectors",
            List.of("slack"),
            "deliveries",
            List.of(Map.of("connector", "slack", "channel", "#ops", "text", "{{ id }} again")),
            "event",
            Map.of("detail", withId(detail, "e-2")));
    bury("patchbay-undelivered-messages", routed, "ErrorMessage", "the queue does not exist");
    assertThat(run("deadletters")).contains("the topic does not exist", "the queue does not exist");

    assertThat(run("redrive", "--all")).isEqualTo("0 2 put back");

    TestHub.await(
        () ->
            hub.inbox("slack").stream()
                .map(Inbox.Arrival::text)
                .toList()
                .containsAll(List.of("e-1", "e-2 again")));
  }

  private static Map<String, Object> withId(Map<String, Object> detail, String id) {
    Map<String, Object> other = new java.util.HashMap<>(detail);
    other.put("id", id);
    return other;
  }

  private void bury(String queue, Object body, String attribute, String value) {
    try (SqsClient sqs = Running.at(hub.hub()).client(SqsClient.builder()).build()) {
      String url = sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
      MessageAttributeValue said =
          MessageAttributeValue.builder().dataType("String").stringValue(value).build();
      sqs.sendMessage(
          send ->
              send.queueUrl(url)
                  .messageBody(Json.write(body))
                  .messageAttributes(Map.of(attribute, said)));
    }
  }

  @Test
  void countsThemByCause() throws Exception {
    ping();
    ping();
    TestHub.await(() -> listed().size() == 2);
    assertThat(run("deadletters", "--causes").lines().skip(1))
        .singleElement()
        .asString()
        .matches("2 +twilio +page .*21614.*");
  }

  @Test
  void waitsForWhatAnotherCommandReads() throws Exception {
    ping();
    TestHub.await(() -> listed().size() == 1);
    try (SqsClient sqs = Running.at(hub.hub()).client(SqsClient.builder()).build()) {
      String url = sqs.getQueueUrl(get -> get.queueName("patchbay-twilio-dead-letters")).queueUrl();
      assertThat(
              sqs.receiveMessage(receive -> receive.queueUrl(url).visibilityTimeout(3)).messages())
          .hasSize(1);
    }
    assertThat(run("redrive", "--reason", "21614")).isEqualTo("0 1 put back");
  }

  @Test
  void tellsThoseFromBeforeASecretChangedFromThoseSince() throws Exception {
    ping();
    TestHub.await(() -> listed().size() == 1);
    try (SecretsManagerClient secrets =
        Running.at(hub.hub()).client(SecretsManagerClient.builder()).build()) {
      secrets.putSecretValue(
          put ->
              put.secretId("patchbay/connectors/twilio")
                  .secretString("{\"accountSid\": \"AC1\", \"authToken\": \"new\"}"));
    }
    String[] before = {"--connector", "twilio", "--reason", "21614", "--until", "secret-changed"};
    assertThat(listed(before)).hasSize(1);
    assertThat(listed("--connector", "twilio", "--since", "secret-changed")).isEmpty();
    assertThat(run("deadletters", "--since", "secret-changed")).isEqualTo("1");
    assertThat(run("deadletters", "--connector", "pager", "--since", "secret-changed"))
        .isEqualTo("1");
  }

  @Test
  void discardsOnlyWhenItIsToldYes() throws Exception {
    ping();
    TestHub.await(() -> listed().size() == 1);
    assertThat(run("discard", "--all")).startsWith("1 1 would be deleted for good");
    assertThat(listed()).hasSize(1);
    assertThat(run("discard", "--reason", "21614", "--yes")).isEqualTo("0 1 discarded");
    assertThat(listed()).isEmpty();
  }

  @Test
  void saysBeforeItDiscardsADigestThatItTellsOfMore() {
    Map<String, Object> digest =
        Map.of(
            "route",
            "page",
            "connectors",
            List.of("slack"),
            "deliveries",
            List.of(Map.of("connector", "slack", "channel", "#ops", "digest", "5m")),
            "event",
            Map.of("detail", Map.of("id", "e-3", "source", "github", "account", "default")));
    bury("patchbay-slack-dead-letters", digest, "reason", "no such channel");
    assertThat(run("discard", "--all"))
        .isEqualTo(
            "1 1 would be deleted for good, 1 of them digests that tell of all events of their"
                + " windows; say --yes to do it");
  }

  @Test
  void reportsToPrograms() throws Exception {
    ping();
    TestHub.await(() -> listed().size() == 1);
    assertThat(run("discard", "--all", "--json")).startsWith("1 ").contains("\"wouldDiscard\" : 1");
    assertThat(run("redrive", "--reason", "21614", "--json"))
        .startsWith("0 ")
        .contains("\"putBack\" : 1")
        .contains("\"left\" : [");
  }

  @Test
  void wantsToKnowWhich() {
    assertThat(run("redrive")).isEqualTo("2");
    assertThat(run("discard", "--yes")).isEqualTo("2");
    assertThat(run("deadletters", "--since", "yesterday")).isEqualTo("2");
  }
}
