package dev.patchbay.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.sandbox.Inbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each function as Lambda runs it: unpacked, in a process of its own, under AWS's runtime interface
 * client, with the template's handler and environment, in its own role.
 */
final class RuntimeInterfaceClientTest {
  private static final Path ROOT = Path.of(System.getProperty("patchbay.root"));
  private static final String NOTHING_LEFT = "{\"batchItemFailures\":[]}";
  private static final String ROUTES =
      """
      routes:
        - name: pushes
          when: {source: [github, aws-cloudwatch]}
          deliver:
            - splunk: {index: pushes}
        - name: others
          when: {source: [gitlab]}
          deliver:
            - slack: {channel: "#dev"}
            - twilio: {to: "+15005550006"}
            - box: {folder: "/Audit"}
      """;

  @TempDir static Path folder;
  private static FunctionHub hub;

  @BeforeAll
  static void start() throws Exception {
    hub = FunctionHub.start(ROOT, folder, ROUTES);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void aSignedPushIsAnsweredAndOnTheBus() throws Exception {
    String title = unique("push");
    Payload push = Payload.push(title);
    try (FunctionProcess process = launch(hub.function("webhook"))) {
      RuntimeApi.Answer forged = process.api().invoke(event(push, "sha256=" + "0".repeat(64)));
      assertThat(Json.parseObject(forged.body())).containsEntry("statusCode", 401);
      RuntimeApi.Answer answer = process.api().invoke(event(push, push.signature()));
      assertThat(answer.failed()).as(process.output()).isFalse();
      assertThat(Json.parseObject(answer.body()))
          .as(process.output())
          .containsEntry("statusCode", 202);
    }
    awaitArrival("splunk", title);
  }

  @Test
  void whatTheBusRefusesOverflowsAndComesToTheBusAfterAll() throws Exception {
    String title = unique("refused");
    Payload push = Payload.push(title);
    FunctionCode refused =
        hub.function("webhook")
            .with("PATCHBAY_BUS", "arn:aws:events:us-east-1:000000000000:event-bus/not-ours");
    try (FunctionProcess process = launch(refused)) {
      RuntimeApi.Answer answer = process.api().invoke(event(push, push.signature()));
      assertThat(Json.parseObject(answer.body()))
          .as(process.output())
          .containsEntry("statusCode", 202);
      assertThat(process.output()).contains("the bus did not answer").contains("AccessDenied");
    }
    awaitArrival("splunk", title);
  }

  @Test
  void aPayloadTooLargeForTheBusIsKeptInTheBucket() throws Exception {
    String title = unique("large");
    Payload push = Payload.push(title + " " + "x".repeat(400_000));
    try (FunctionProcess process = launch(hub.function("webhook"))) {
      RuntimeApi.Answer answer = process.api().invoke(event(push, push.signature()));
      assertThat(Json.parseObject(answer.body()))
          .as(process.output())
          .containsEntry("statusCode", 202);
    }
    awaitArrival("splunk", title);
  }

  @Test
  void whatOverflowedIsOnTheBus() throws Exception {
    String title = unique("overflowed");
    assertThat(answer("overflow", FunctionEvents.overflowed(title))).isEqualTo(NOTHING_LEFT);
    awaitArrival("splunk", title);
  }

  @Test
  void anAlarmOfTheAccountIsOnTheBus() throws Exception {
    String name = unique("alarm");
    assertThat(answer("aws-events", FunctionEvents.alarm(name))).isEqualTo(NOTHING_LEFT);
    awaitArrival("splunk", name);
  }

  @ParameterizedTest
  @CsvSource({
    "slack, '{\"channel\": \"#dev\", \"text\": \"{{ title }}\"}'",
    "twilio, '{\"to\": \"+15005550006\", \"text\": \"{{ title }}\"}'",
    "box, '{\"folder\": \"/Audit\", \"name\": \"{{ title }}.json\"}'",
    "splunk, '{\"index\": \"pushes\"}'"
  })
  void aDeliveryIsMade(String connector, String parameters) throws Exception {
    String title = unique(connector);
    Map<String, Object> delivery = Json.parseObject(parameters);
    delivery.put("connector", connector);
    assertThat(answer(connector, FunctionEvents.delivery(delivery, title))).isEqualTo(NOTHING_LEFT);
    awaitArrival(connector, title);
  }

  @Test
  void whatIsMissingFromTheEnvironmentIsReportedAsAnErrorOfItsStart() throws Exception {
    FunctionCode incomplete = hub.function("webhook").with("PATCHBAY_BUS", "");
    try (FunctionProcess process = launch(incomplete)) {
      assertThatThrownBy(() -> process.api().invoke("{}".getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(RuntimeApi.InitException.class)
          .hasMessageContaining("the environment variable PATCHBAY_BUS is not set");
    }
  }

  @Test
  void aHandlerThatIsNotThereFailsEveryInvocation() throws Exception {
    FunctionCode misnamed = hub.function("webhook").withHandler("dev.patchbay.webhooks.Nothing");
    try (FunctionProcess process = launch(misnamed)) {
      RuntimeApi.Answer answer = process.api().invoke("{}".getBytes(StandardCharsets.UTF_8));
      assertThat(answer.failed()).isTrue();
      assertThat(answer.text()).contains("Class not found: dev.patchbay.webhooks.Nothing");
    }
  }

  private static String answer(String function, byte[] event) throws Exception {
    try (FunctionProcess process = launch(hub.function(function))) {
      RuntimeApi.Answer answer = process.api().invoke(event);
      assertThat(answer.failed()).as(answer.text() + process.output()).isFalse();
      return answer.text();
    }
  }

  private static FunctionProcess launch(FunctionCode code) throws Exception {
    return new FunctionProcess.Launch(code, ROOT, folder.resolve(unique(code.name()))).start();
  }

  private static byte[] event(Payload push, String signature) {
    return FunctionEvents.webhook(push, signature);
  }

  private static String unique(String what) {
    return what + " " + UUID.randomUUID();
  }

  private static void awaitArrival(String connector, String text) throws InterruptedException {
    long until = System.nanoTime() + 60_000_000_000L;
    while (hub.inbox().stream().noneMatch(arrival -> isOf(arrival, connector, text))) {
      assertThat(System.nanoTime())
          .as("nothing of " + text + " in " + hub.inbox())
          .isLessThan(until);
      Thread.sleep(20);
    }
  }

  private static boolean isOf(Inbox.Arrival arrival, String connector, String text) {
    return arrival.connector().equals(connector)
        && (arrival.text() + " " + arrival.name()).contains(text);
  }
}
