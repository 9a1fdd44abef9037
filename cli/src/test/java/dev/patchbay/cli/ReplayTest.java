package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.sandbox.Inbox;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Events of the archive happen again, and reach who never got them. */
final class ReplayTest {
  /** The sandbox's Twilio refuses this number, so its deliveries never succeed. */
  private static final String ROUTES =
      """
      routes:
        - name: talk
          when: {source: [github]}
          deliver:
            - slack: {channel: "#dev", text: "{{ id }}"}
        - name: page-whoever-is-on-call-at-this-very-hou # as long as a name may be
          when: {source: [github], type: [{prefix: p}]}
          deliver:
            - twilio: {to: "+15005550009", text: "{{ id }}"}
      """;

  @TempDir Path folder;
  private TestHub hub;

  @BeforeEach
  void start() throws Exception {
    Map<String, Object> secrets = new HashMap<>(TestHub.githubSecret());
    secrets.put("patchbay/sources/github/acme", Map.of("secret", TestHub.SECRET));
    hub = TestHub.start(folder, ROUTES, secrets);
  }

  @AfterEach
  void stop() {
    assertThat(left()).as("what a replay left behind").isEmpty();
    hub.close();
  }

  private List<String> left() {
    Running running = Running.at(hub.hub());
    try (EventBridgeClient events = running.client(EventBridgeClient.builder()).build();
        SqsClient sqs = running.client(SqsClient.builder()).build()) {
      List<String> rules =
          events.listRules(list -> list.eventBusName("patchbay")).rules().stream()
              .map(rule -> rule.name())
              .toList();
      return java.util.stream.Stream.concat(
              rules.stream(),
              sqs.listQueues(list -> list.queueNamePrefix("p")).queueUrls().stream())
          .filter(name -> name.contains("-replay-"))
          .toList();
    }
  }

  private String post(String type) throws Exception {
    String id = UUID.randomUUID().toString();
    byte[] body = Json.writeBytes(Map.of("repository", Map.of("full_name", "acme/app")));
    assertThat(hub.post(type, id, body).statusCode()).isEqualTo(202);
    return id;
  }

  private List<String> said() {
    return hub.inbox("slack").stream().map(Inbox.Arrival::text).sorted().toList();
  }

  private int dead() {
    return hub.run("deadletters", "--json").split("\"queue\"", -1).length - 1;
  }

  @Test
  void reachesOnlyWhoNeverGotIt() throws Exception {
    String push = post("push");
    String star = post("star");
    TestHub.await(() -> said().size() == 2 && dead() == 1);

    assertThat(hub.run("replay", "--from", "1h", "--dry-run"))
        .isEqualTo("0 1 deliveries would be made, and 2 not, since they were made already");
    assertThat(hub.run("replay", "--from", "1h", "--dry-run", "--json"))
        .contains("\"deliveries\" : 1", "\"madeAlready\" : 2");
    assertThat(hub.run("replay", "--from", "1h")).startsWith("0 replay ").endsWith("completed");

    TestHub.await(() -> dead() == 2);
    assertThat(said()).containsExactlyInAnyOrder(push, star);
  }

  @Test
  void countsAnEventOnceThatItsSourcePostedTwice() throws Exception {
    String id = post("push");
    byte[] body = Json.writeBytes(Map.of("repository", Map.of("full_name", "acme/app")));
    assertThat(hub.post("push", id, body).statusCode()).isEqualTo(202);
    TestHub.await(() -> said().size() == 1 && dead() == 1);

    assertThat(hub.run("replay", "--from", "1h", "--dry-run", "--again"))
        .isEqualTo("0 2 deliveries would be made");
  }

  @Test
  void leavesAloneWhatMayHaveBeenMadeUnlessItIsTold() throws Exception {
    String star = post("star");
    TestHub.await(() -> hub.state("github/default/" + star, "talk/slack/0").equals("delivered"));
    try (DynamoDbClient ledger = Running.at(hub.hub()).client(DynamoDbClient.builder()).build()) {
      ledger.updateItem(
          update ->
              update
                  .tableName("patchbay-ledger")
                  .key(
                      Map.of(
                          "pk", AttributeValue.fromS("github/default/" + star),
                          "sk", AttributeValue.fromS("talk/slack/0")))
                  .updateExpression("SET #state = :unknown")
                  .expressionAttributeNames(Map.of("#state", "state"))
                  .expressionAttributeValues(Map.of(":unknown", AttributeValue.fromS("unknown"))));
    }
    assertThat(hub.run("replay", "--from", "1h", "--dry-run"))
        .isEqualTo("0 0 deliveries would be made, and 1 not, since they may have been made");
    assertThat(hub.run("replay", "--from", "1h")).endsWith("completed");
    assertThat(hub.run("replay", "--from", "1h", "--again")).endsWith("completed");
    TestHub.await(() -> said().size() == 2);
    TestHub.await(() -> hub.state("github/default/" + star, "talk/slack/0").equals("delivered"));
    assertThat(said()).containsExactly(star, star);
  }

  @Test
  void makesThemAgainWhenItIsTold() throws Exception {
    String push = post("push");
    String star = post("star");
    TestHub.await(() -> said().size() == 2);

    assertThat(hub.run("replay", "--from", "1h", "--event", star, "--again")).endsWith("completed");
    TestHub.await(() -> said().size() == 3);
    assertThat(said()).containsExactlyInAnyOrder(push, star, star);
  }

  private void post(String account, String id) throws Exception {
    byte[] body = Json.writeBytes(Map.of("repository", Map.of("full_name", "acme/app")));
    String url = hub.hub().webhooksUrl() + "/github" + account;
    assertThat(TestHub.post(url, "star", id, body, TestHub.sign(body)).statusCode()).isEqualTo(202);
  }

  @Test
  void findsOneEventByItselfHoweverItIsNamed() throws Exception {
    post("", "a/b");
    post("star");
    TestHub.await(() -> said().size() == 2);

    for (String name : List.of("a/b", "github/default/a/b")) {
      assertThat(hub.run("replay", "--event", name, "--dry-run", "--again"))
          .isEqualTo("0 1 deliveries would be made");
    }
    assertThat(hub.run("replay", "--event", "github/default/a/b", "--again")).endsWith("completed");
    TestHub.await(() -> said().stream().filter("a/b"::equals).count() == 2);
    assertThat(said()).hasSize(3);
  }

  @Test
  void replaysNoStrangersEventOfTheSameId() throws Exception {
    post("", "e2");
    TestHub.await(() -> said().size() == 1);
    assertThat(hub.run("replay", "--event", "other/acct/e2", "--again")).isEqualTo("1");
    assertThat(hub.run("replay", "--event", "github/acme/e2", "--again")).isEqualTo("1");
    assertThat(hub.run("replay", "--event", "e2", "--source", "stripe", "--dry-run"))
        .isEqualTo("1");

    post("/acme", "e2");
    TestHub.await(() -> said().size() == 2);
    assertThat(hub.run("replay", "--event", "e2", "--again")).as("of which one?").isEqualTo("1");
    assertThat(hub.run("replay", "--event", "github/acme/e2", "--dry-run", "--again"))
        .isEqualTo("0 1 deliveries would be made");
    assertThat(said()).hasSize(2);
  }

  @Test
  void saysThatThereIsNoSuchEvent() throws Exception {
    post("", "e3");
    TestHub.await(() -> said().size() == 1);
    assertThat(hub.run("replay", "--event", "e4")).isEqualTo("1");
    assertThat(hub.run("replay", "--event", "e4", "--from", "1h", "--dry-run")).isEqualTo("1");
    assertThat(hub.run("replay")).isEqualTo("2");
  }

  @Test
  void isNarrowedByRouteTypeAndSource() throws Exception {
    post("push");
    post("star");
    TestHub.await(() -> said().size() == 2 && dead() == 1);

    String[] rehearse = {"replay", "--from", "1h", "--dry-run", "--again"};
    assertThat(with(rehearse, "--route", "talk")).isEqualTo("0 2 deliveries would be made");
    assertThat(with(rehearse, "--type", "star")).isEqualTo("0 1 deliveries would be made");
    assertThat(with(rehearse, "--type", "push")).isEqualTo("0 2 deliveries would be made");
    assertThat(with(rehearse, "--source", "stripe")).isEqualTo("0 0 deliveries would be made");
    assertThat(with(rehearse, "--route", "takl")).isEqualTo("1");
    assertThat(hub.run("replay", "--from", "1h", "--to", "2h")).isEqualTo("2");
  }

  private String with(String[] command, String... more) {
    return hub.run(
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(command), java.util.Arrays.stream(more))
            .toArray(String[]::new));
  }
}
