package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.cli.hub.HubView;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.iam.Policy;
import dev.patchbay.local.aws.iam.Question;
import dev.patchbay.local.template.TemplateException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each kind of permission is for, as one sees when the template lacks it. */
final class MissingPermissionTest {
  private static final String ROUTES =
      """
      routes:
        - name: talk
          when: {source: [github], type: [push]}
          deliver:
            - slack: {channel: "#dev", text: "{{ id }}"}
        - name: lost
          when: {source: [github], type: [ping]}
          deliver:
            - slack: {channel: "{{ data.nowhere }}", text: "{{ id }}"}
      """;
  private static final byte[] PUSH =
      "{\"ref\": \"refs/heads/main\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private String template;
  private String connector;
  private Map<String, Object> routes;

  @BeforeEach
  void read() throws IOException {
    template = page("template.yaml", "webhooks/target/function.jar");
    connector =
        Files.readString(TestHub.ROOT.resolve("connectors/template.yaml"))
            .replace("CodeUri: function.jar", codeUri("connectors/slack/target/function.jar"));
    Path stack = folder.resolve("connector.yaml");
    routes =
        Json.parseObject(
            TestHub.compile(folder, ROUTES)
                .replace("../../connectors/slack/target/template.yaml", stack.toString())
                .replace("../../operations/", TestHub.ROOT.resolve("operations") + "/"));
  }

  private static String page(String file, String code) throws IOException {
    return Files.readString(TestHub.ROOT.resolve(file))
        .replace("CodeUri: " + code, codeUri(code))
        .replace("URL: operations", "URL: " + TestHub.ROOT.resolve("operations").toAbsolutePath());
  }

  private static String codeUri(String code) {
    return "CodeUri: " + TestHub.ROOT.resolve(code).toAbsolutePath();
  }

  /** The page without a statement of a resource. */
  private static String without(String page, String resource, String sid) {
    List<String> kept = new ArrayList<>();
    boolean inResource = false;
    int removing = -1;
    boolean removed = false;
    for (String line : page.split("\n")) {
      int indent = line.length() - line.stripLeading().length();
      if (indent == 2 && !line.isBlank()) {
        inResource = line.equals("  " + resource + ":");
      }
      if (removing >= 0 && (line.isBlank() || indent <= removing)) {
        removing = -1;
      }
      if (inResource && line.strip().equals("- Sid: " + sid)) {
        removing = indent;
        removed = true;
      }
      if (removing < 0) {
        kept.add(line);
      }
    }
    assertThat(removed).as(sid + " of " + resource).isTrue();
    return String.join("\n", kept);
  }

  /** The page without a resource, whose policy has but one statement. */
  private static String without(String page, String resource) {
    String without = page.replaceFirst("(?m)^  " + resource + ":\n(?:(?:    .*)?\n)+", "");
    assertThat(without).as(resource).isNotEqualTo(page);
    return without;
  }

  private TestHub start() throws IOException {
    Files.writeString(folder.resolve("connector.yaml"), connector);
    Map<String, Object> secrets = new HashMap<>(TestHub.githubSecret());
    secrets.put("patchbay/sources/asana", Map.of());
    return TestHub.start(
        folder,
        Files.writeString(folder.resolve("template.yaml"), template),
        Files.write(folder.resolve("routes.json"), Json.writeBytes(routes)),
        secrets,
        Map.of(),
        0);
  }

  private static int post(TestHub hub, String event, byte[] body) throws Exception {
    return hub.post(event, UUID.randomUUID().toString(), body).statusCode();
  }

  /** Waits until the hub has refused an action. */
  private static void awaitRefusal(TestHub hub, String action, Work work) throws Exception {
    var asked = ConcurrentHashMap.<Question>newKeySet();
    hub.hub().permissions().listen(asked::add);
    work.run();
    TestHub.await(
        () -> asked.stream().anyMatch(it -> it.action().equals(action) && isRefused(hub, it)));
  }

  private static boolean isRefused(TestHub hub, Question question) {
    var permissions = hub.hub().permissions();
    return !Policy.decide(
            question,
            permissions.policiesOf(question.principal()),
            permissions.on(question.resource()))
        .allowed();
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void awaitWaiting(TestHub hub, String queue) {
    try (AwsClients clients = new AwsClients(hub.hub())) {
      TestHub.await(() -> clients.waiting(queue) > 0);
    }
  }

  @Test
  void aPageOfTheTestsOwnDelivers() throws Exception {
    try (TestHub hub = start()) {
      assertThat(post(hub, "push", PUSH)).isEqualTo(202);
      TestHub.await(() -> hub.inbox("slack").size() == 1);
    }
  }

  @Test
  void aFunctionThatMayNotReadItsQueueIsNotStarted() {
    connector = without(connector, "Role", "ReadItsQueue");
    assertThatThrownBy(this::start)
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("does not have permissions to call ReceiveMessage on SQS");
  }

  @Test
  void aRoleThatIsNotLambdasIsNotAssumed() {
    template =
        template.replace("{Service: lambda.amazonaws.com}", "{Service: pipes.amazonaws.com}");
    assertThatThrownBy(this::start)
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("cannot be assumed by Lambda");
  }

  @Test
  void whatMayNotBePublishedWaitsInTheOverflowAndRaisesAnAlarm() throws Exception {
    template = without(template, "WebhookRole", "PublishEvents");
    template = without(template, "OverflowRole", "PublishEvents");
    try (TestHub hub = start()) {
      assertThat(post(hub, "push", PUSH)).isEqualTo(202);
      awaitWaiting(hub, "patchbay-overflow");
      assertThat(hub.inbox("slack")).isEmpty();
      OperationsTest.awaitAlarm(hub, "patchbay-overflow-late");
    }
  }

  @Test
  void whatMayNotBeKeptIsNotAcknowledged() throws Exception {
    template = without(template, "WebhookRole", "PublishEvents");
    template = without(template, "WebhookRole", "KeepWhatTheBusRefuses");
    template = without(template, "WebhookRole", "KeepLargePayloads");
    template = without(template, "WebhookRole", "KeepSecretsHandedOver");
    try (TestHub hub = start()) {
      assertThat(post(hub, "push", PUSH)).isEqualTo(503);
      byte[] large = Json.writeBytes(Map.of("pad", "x".repeat(400_000)));
      awaitRefusal(hub, "s3:PutObject", () -> assertThat(post(hub, "push", large)).isEqualTo(503));
      HttpRequest handshake =
          HttpRequest.newBuilder(URI.create(hub.hub().webhooksUrl() + "/asana"))
              .header("X-Hook-Secret", "a secret that Asana chose")
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      awaitRefusal(
          hub,
          "secretsmanager:PutSecretValue",
          () ->
              assertThat(
                      HttpClient.newHttpClient()
                          .send(handshake, HttpResponse.BodyHandlers.discarding())
                          .statusCode())
                  .isGreaterThanOrEqualTo(500));
    }
  }

  @Test
  void aSecretThatMayNotBeReadVerifiesNothing() throws Exception {
    template = without(template, "WebhookRole", "ReadSourceSecrets");
    try (TestHub hub = start()) {
      awaitRefusal(
          hub,
          "secretsmanager:GetSecretValue",
          () -> assertThat(post(hub, "push", PUSH)).isGreaterThanOrEqualTo(400));
    }
  }

  @Test
  void aTopicThatLetsNoRuleInSendsItsEventsToTheDeadLetters() throws Exception {
    Json.object(routes.get("Resources")).remove("TalkTopicPolicy");
    try (TestHub hub = start()) {
      assertThat(post(hub, "push", PUSH)).isEqualTo(202);
      awaitWaiting(hub, "patchbay-undelivered-events");
      assertThat(hub.run("deadletters")).contains("the topic's policy does not let the rule in");
    }
  }

  @Test
  void aQueueThatLetsNoTopicInSendsItsMessagesToTheDeadLetters() throws Exception {
    connector = without(connector, "QueuePolicy");
    try (TestHub hub = start()) {
      assertThat(post(hub, "push", PUSH)).isEqualTo(202);
      awaitWaiting(hub, "patchbay-undelivered-messages");
    }
  }

  @Test
  void withoutADeadLetterThatLetsItInAnEventIsLostAsOnAws() throws Exception {
    Json.object(routes.get("Resources")).remove("TalkTopicPolicy");
    template = without(template, "UndeliveredEventsPolicy");
    try (TestHub hub = start()) {
      awaitRefusal(
          hub, "sqs:SendMessage", () -> assertThat(post(hub, "push", PUSH)).isEqualTo(202));
      assertThat(hub.run("deadletters")).isEqualTo("0 No dead letters.");
    }
  }

  @Test
  void aConnectorThatMayNotKeepTheLedgerDeliversNothing() throws Exception {
    connector = without(connector, "Role", "KeepTheLedger");
    try (TestHub hub = start()) {
      awaitRefusal(hub, "dynamodb:UpdateItem", () -> post(hub, "push", PUSH));
      assertThat(hub.inbox("slack")).isEmpty();
    }
  }

  @Test
  void aConnectorThatMayNotReadItsSecretDeliversNothing() throws Exception {
    connector = without(connector, "Role", "ReadItsSecret");
    try (TestHub hub = start()) {
      awaitRefusal(hub, "secretsmanager:GetSecretValue", () -> post(hub, "push", PUSH));
      assertThat(hub.inbox("slack")).isEmpty();
    }
  }

  @Test
  void aConnectorThatMayNotBuryKeepsWhatItGivesUpInItsQueue() throws Exception {
    connector = without(connector, "Role", "KeepDeadLetters");
    try (TestHub hub = start()) {
      awaitRefusal(hub, "sqs:SendMessage", () -> post(hub, "ping", PUSH));
      assertThat(hub.run("deadletters")).isEqualTo("0 No dead letters.");
      awaitWaiting(hub, "patchbay-slack");
    }
  }

  @Test
  void aFunctionThatMayNotWriteItsLogLeavesNone() throws Exception {
    template = without(template, "WebhookRole", "WriteItsLog");
    try (TestHub hub = start();
        HubView view = new HubView(Running.at(hub.hub()))) {
      assertThat(
              TestHub.post(hub.hub().webhooksUrl() + "/github", "ping", "1", PUSH, null)
                  .statusCode())
          .isEqualTo(401);
      assertThat(post(hub, "push", PUSH)).isEqualTo(202);
      TestHub.await(() -> hub.inbox("slack").size() == 1);
      assertThat(view.refusals(10)).isEmpty();
    }
  }
}
