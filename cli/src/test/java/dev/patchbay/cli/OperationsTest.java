package dev.patchbay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.StackSurvey;
import dev.patchbay.local.template.TemplateException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The template's switches, doors and alarms, as the laptop runs them. */
final class OperationsTest {
  private static final String ROUTES =
      """
      routes:
        - name: talk
          when: {source: [github]}
          deliver:
            - slack: {channel: "#dev", text: "{{ id }}"}
            - twilio: {to: "+15005550006", text: "{{ id }}"}
      """;
  private static final byte[] PUSH =
      "{\"ref\": \"refs/heads/main\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private TestHub start(Map<String, String> parameters) throws Exception {
    Map<String, Object> secrets = new HashMap<>(TestHub.githubSecret());
    secrets.put("patchbay/origin", Map.of("secret", TestHub.ORIGIN));
    secrets.put("patchbay/other", Map.of("secret", "another"));
    return TestHub.start(folder, ROUTES, secrets, parameters);
  }

  private static int post(TestHub hub) throws Exception {
    return hub.post("push", UUID.randomUUID().toString(), PUSH).statusCode();
  }

  private static void awaitWaiting(TestHub hub, String queue) {
    try (AwsClients clients = new AwsClients(hub.hub())) {
      TestHub.await(() -> clients.waiting(queue) > 0);
    }
  }

  @Test
  void withTheIntakeOffNothingIsAcceptedAndTheSourceIsToldToComeAgain() throws Exception {
    try (TestHub hub = start(Map.of("Intake", "off"))) {
      assertThat(post(hub)).isEqualTo(503);
    }
  }

  @Test
  void withDeliveriesOffEverythingIsAcceptedAndDeliveredOnceTheyAreOn() throws Exception {
    try (TestHub hub = start(Map.of("Deliveries", "off"))) {
      assertThat(post(hub)).isEqualTo(202);
      awaitWaiting(hub, "patchbay-slack");
      awaitWaiting(hub, "patchbay-twilio");
      assertThat(hub.inbox()).isEmpty();
    }
    try (TestHub hub = start(Map.of())) {
      TestHub.await(() -> hub.inbox("slack").size() == 1 && hub.inbox("twilio").size() == 1);
    }
  }

  @Test
  void aConnectorThatIsOffLetsItsDeliveriesWait() throws Exception {
    try (TestHub hub = start(Map.of("Connectors", "box, slack"))) {
      assertThat(post(hub)).isEqualTo(202);
      TestHub.await(() -> hub.inbox("slack").size() == 1);
      awaitWaiting(hub, "patchbay-twilio");
      assertThat(hub.inbox("twilio")).isEmpty();
    }
  }

  @Test
  void anAddressThatIsNotOnTheListFindsNothing() throws Exception {
    try (TestHub hub = start(Map.of("AllowedIps", "github=192.0.2.0/24,stripe=127.0.0.1"))) {
      assertThat(post(hub)).isEqualTo(404);
    }
    try (TestHub hub = start(Map.of("AllowedIps", "github=192.0.2.0/24, github=127.0.0.0/8"))) {
      assertThat(post(hub)).isEqualTo(202);
    }
  }

  @Test
  void whoDoesNotComeByTheProxyFindsNothing() throws Exception {
    try (TestHub hub = start(Map.of("OriginSecret", "patchbay/other"))) {
      assertThat(post(hub)).isEqualTo(404);
    }
    try (TestHub hub = start(Map.of("OriginSecret", "patchbay/origin"))) {
      assertThat(post(hub)).isEqualTo(202);
    }
  }

  @Test
  void aParameterThatIsWrongIsToldByItsOwnWords() {
    assertThatThrownBy(() -> start(Map.of("AllowedIps", "192.0.2.0/24")))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("AllowedIps: '192.0.2.0/24' must be a list like github=");
    assertThatThrownBy(() -> start(Map.of("KmsKeyArn", "alias/mine")))
        .hasMessageContaining("KmsKeyArn: 'alias/mine' must be the ARN of a key");
    assertThatThrownBy(() -> start(Map.of("RequestsPerSecond", "0")))
        .hasMessageContaining("RequestsPerSecond: '0' is too small");
    assertThatThrownBy(() -> start(Map.of("Intake", "maybe"))).hasMessageContaining("[on, off]");
  }

  @Test
  void sixConnectorsHaveSixteenAlarmsAtMost() throws Exception {
    String six =
        """
        routes:
          - name: talk
            when: {source: [github]}
            deliver:
              - slack: {channel: "#dev"}
              - twilio: {to: "+15005550006"}
              - box: {folder: "/Archive"}
              - splunk: {}
              - teams: {}
              - discord: {}
        """;
    Map<String, String> parameters = Map.of("DefaultBusSources", "aws.s3");
    try (TestHub hub = TestHub.start(folder, six, TestHub.githubSecret(), parameters)) {
      List<String> notRun = hub.hub().notRun().get("alarms");
      assertThat(notRun).containsExactly("WebhookErrorsAlarm");
      assertThat(hub.hub().alarms()).hasSize(16 - notRun.size());
      assertThat(hub.hub().alarms()).allMatch(it -> it.get("state").equals("OK"));
    }
  }

  @Test
  void withTheIntakeOffItsAnswersOf503RingNoAlarmAndStopNoDeployment() throws Exception {
    assertThat(errorsAlarm("on").get("ActionsEnabled")).isEqualTo(true);
    assertThat(errorsAlarm("off").get("ActionsEnabled")).isEqualTo(false);
    assertThat(Json.write(webhookFunction("on"))).contains("patchbay-webhook-errors");
    assertThat(Json.write(webhookFunction("off")))
        .contains("patchbay-failures")
        .doesNotContain("patchbay-webhook-errors");
  }

  private Map<String, Object> errorsAlarm(String intake) throws Exception {
    return survey(Map.of("Intake", intake)).stream()
        .filter(it -> it.logicalId().equals("WebhookErrorsAlarm"))
        .findFirst()
        .orElseThrow()
        .properties();
  }

  private Object webhookFunction(String intake) throws Exception {
    return survey(Map.of("Intake", intake)).stream()
        .filter(it -> it.logicalId().equals("WebhookFunction"))
        .findFirst()
        .orElseThrow()
        .properties()
        .get("DeploymentPreference");
  }

  @Test
  void theDashboardCanBeLeftOut() throws Exception {
    assertThat(survey(Map.of())).anyMatch(OperationsTest::isDashboard);
    assertThat(survey(Map.of("Dashboard", "off"))).noneMatch(OperationsTest::isDashboard);
  }

  private static boolean isDashboard(Declared resource) {
    return resource.type().equals("AWS::CloudWatch::Dashboard");
  }

  private List<Declared> survey(Map<String, String> parameters) throws Exception {
    Path compiled =
        Files.writeString(folder.resolve("routes.json"), TestHub.compile(folder, ROUTES));
    Path template = TestHub.ROOT.resolve("template.yaml");
    return StackSurvey.of(template, Map.of("Routes", compiled), "patchbay", parameters).resources();
  }

  @Test
  void theSavedQueriesLookIntoTheLogsOfEveryFunction() throws Exception {
    Declared query =
        survey(Map.of("DefaultBusSources", "aws.s3")).stream()
            .filter(it -> it.logicalId().equals("EventQuery"))
            .findFirst()
            .orElseThrow();
    assertThat(query.properties().get("LogGroupNames").toString())
        .isEqualTo(
            "[patchbay-WebhookLogs, patchbay-OverflowLogs, patchbay-AwsEventsLogs,"
                + " /aws/lambda/patchbay-slack, /aws/lambda/patchbay-twilio]");
  }

  @Test
  void whatLiesAmongDeadLettersRaisesAnAlarm() throws Exception {
    try (TestHub hub = start(Map.of())) {
      hub.send("patchbay-undelivered-events", "{}");
      hub.send("patchbay-overflow", "none of the overflow");
      awaitAlarm(hub, "patchbay-undelivered-events");
      awaitAlarm(hub, "patchbay-dead-letters");
    }
  }

  @Test
  void theDashboardIsJsonWhoseWidgetsDoNotOverlap() throws Exception {
    String page = Files.readString(TestHub.ROOT.resolve("operations/template.yaml"));
    String body = page.substring(page.indexOf("DashboardBody: !Sub |") + 21);
    List<?> widgets =
        (List<?>) Json.parseObject(body.replaceAll("\\$\\{[^}]*}", "X")).get("widgets");

    Set<List<Integer>> cells = new HashSet<>();
    for (Object widget : widgets) {
      Map<String, Object> at = Json.object(widget);
      int right = (int) at.get("x") + (int) at.get("width");
      int bottom = (int) at.get("y") + (int) at.get("height");
      assertThat(right).isLessThanOrEqualTo(24);
      for (int x = (int) at.get("x"); x < right; x++) {
        for (int y = (int) at.get("y"); y < bottom; y++) {
          assertThat(cells.add(List.of(x, y))).as(at.get("properties").toString()).isTrue();
        }
      }
    }
    assertThat(widgets).hasSizeGreaterThan(15);
  }

  static void awaitAlarm(TestHub hub, String alarm) {
    TestHub.await(
        () -> {
          hub.hub().clock().advance(Duration.ofMinutes(1));
          return hub.hub().alarms().stream()
              .anyMatch(it -> it.get("alarm").equals(alarm) && it.get("state").equals("ALARM"));
        });
  }
}
