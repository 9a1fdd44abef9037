package dev.patchbay.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.connectors.testkit.Loopback;
import dev.patchbay.core.moto.Moto;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The entry of SNS against AWS as moto plays it, and its reading of SNS's errors. */
class SnsTest {
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:alerts";
  private static Moto moto;

  @BeforeAll
  static void start() throws Exception {
    moto = Moto.start();
  }

  @AfterAll
  static void stop() {
    if (moto != null) {
      moto.close();
    }
  }

  private static Outcome send(String url, Map<String, Object> parameters) {
    Map<String, Object> secret =
        Map.of("accessKeyId", "AKIAEXAMPLE", "secretAccessKey", "example", "baseUrl", url);
    Transport transport = new Transport(Duration.ofSeconds(5), Duration.ofSeconds(20));
    return new HttpConnector("sns", transport, (_, _, _) -> true, Clock.systemUTC(), "eu-west-1")
        .connect(Entries.connection("sns", secret))
        .send(Entries.delivery("sns", Deliveries.event(), parameters));
  }

  private static Map<String, String> sent(Map<String, Object> parameters) {
    try (Loopback destination = new Loopback()) {
      destination.answers(200, "<PublishResponse><PublishResult><MessageId>1</MessageId>");
      send(destination.url(), parameters);
      return form(destination.requests().getFirst().body());
    }
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new LinkedHashMap<>();
    for (String field : body.split("&")) {
      String[] parts = field.split("=", 2);
      form.put(decoded(parts[0]), decoded(parts[1]));
    }
    return form;
  }

  private static String decoded(String text) {
    return java.net.URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** A call of AWS's query protocol, to set the scene. */
  private static String aws(String service, Map<String, String> form)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String scope = "Credential=test/20261127/eu-west-1/" + service + "/aws4_request";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(moto.uri().toString()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization", "AWS4-HMAC-SHA256 " + scope + ", SignedHeaders=host, Signature=0")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void reachesTheSubscribersOfATopicWithWhatTheyMayFilterBy() throws Exception {
    aws("sns", Map.of("Action", "CreateTopic", "Name", "alerts"));
    aws("sqs", Map.of("Action", "CreateQueue", "QueueName", "subscriber"));
    aws(
        "sns",
        Map.of(
            "Action", "Subscribe",
            "TopicArn", TOPIC,
            "Protocol", "sqs",
            "Endpoint", "arn:aws:sqs:eu-west-1:123456789012:subscriber"));

    Outcome outcome = send(moto.uri().toString(), Map.of("topic", TOPIC, "text", "{{ title }}!"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Delivered.class,
            delivered -> assertThat(delivered.receipt().value()).matches("[0-9a-f-]{36}"));
    String received =
        aws(
            "sqs",
            Map.of(
                "Action",
                "ReceiveMessage",
                "QueueUrl",
                moto.uri().toString() + "/123456789012/subscriber"));
    assertThat(received)
        .contains("a \\&quot;quoted\\&quot; title!")
        .contains("&quot;severity&quot;")
        .contains("&quot;push&quot;");
  }

  @Test
  void sendsAnSmsToANumberThatSnsTakes() {
    assertThat(send(moto.uri().toString(), Map.of("phone", "+4915123456789")))
        .isInstanceOf(Outcome.Delivered.class);
    assertThat(send(moto.uri().toString(), Map.of("phone", "none")))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.reason()).contains("InvalidParameter"));
  }

  @Test
  void saysThatATopicDoesNotExist() {
    assertThat(send(moto.uri().toString(), Map.of("topic", TOPIC + "-gone")))
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.reason()).contains("topic exists"));
  }

  @Test
  void numbersTheAttributesOfAnSmsWithoutGaps() {
    for (Map<String, Object> some :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("from", "PATCHBAY"),
            Map.of("maxPrice", 0.25),
            Map.of("maxPrice", 0.25, "from", "+18005550199"))) {
      Map<String, Object> parameters = new HashMap<>(some);
      parameters.put("phone", "+4915123456789");
      Map<String, String> form = sent(parameters);
      for (int i = 1; i <= 3; i++) {
        String entry = "MessageAttributes.entry." + i + ".";
        boolean isThere = i <= 1 + some.size();
        assertThat(form.containsKey(entry + "Name")).as(some + " " + i).isEqualTo(isThere);
        assertThat(form.containsKey(entry + "Value.DataType")).isEqualTo(isThere);
        assertThat(form.containsKey(entry + "Value.StringValue")).isEqualTo(isThere);
      }
    }
    assertThat(sent(Map.of("phone", "+4915123456789", "from", "PATCHBAY", "maxPrice", 0.25)))
        .containsEntry("MessageAttributes.entry.1.Name", "AWS.SNS.SMS.SMSType")
        .containsEntry("MessageAttributes.entry.1.Value.StringValue", "Transactional")
        .containsEntry("MessageAttributes.entry.2.Name", "AWS.SNS.SMS.MaxPrice")
        .containsEntry("MessageAttributes.entry.2.Value.StringValue", "0.25")
        .containsEntry("MessageAttributes.entry.3.Name", "AWS.SNS.SMS.SenderID")
        .doesNotContainKeys("Subject", "TopicArn", "MessageGroupId");
  }

  @Test
  void keepsAFifoTopicsMessagesOnceAndInOrder() {
    assertThat(sent(Map.of("topic", TOPIC + ".fifo", "group", "a b")))
        .containsEntry("MessageGroupId", "a_b")
        .containsEntry("MessageDeduplicationId", "0123456789abcdef0123456789abcdef");
    assertThat(sent(Map.of("topic", TOPIC)))
        .doesNotContainKeys("MessageGroupId", "MessageDeduplicationId", "PhoneNumber");
  }

  @Test
  void cutsWhatIsTooLongAndMarksIt() {
    String text = "x".repeat(3000);
    assertThat(sent(Map.of("phone", "+4915123456789", "text", text)).get("Message"))
        .hasSize(1600)
        .endsWith("…");
    assertThat(sent(Map.of("topic", TOPIC, "text", text, "subject", text)).get("Subject"))
        .hasSize(99)
        .endsWith("…");
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidParameter, Invalid parameter: PhoneNumber, Rejected",
    "400, OptedOut, Phone number is opted out, Rejected",
    "400, InvalidParameterValue, what, Rejected",
    "400, UserError, The number is not verified, Rejected",
    "400, UserError, You have reached your spend limit, Misconfigured",
    "400, Throttling, Rate exceeded, Throttled",
    "429, Throttled, Rate exceeded, Throttled",
    "400, KMSThrottling, what, Throttled",
    "400, KMSDisabled, what, Rejected",
    "400, KMSAccessDenied, what, Rejected",
    "400, EndpointDisabled, what, Rejected",
    "403, AuthorizationError, what, Misconfigured",
    "403, AuthorizationError, not authorized to perform: SNS:Publish on resource:"
        + " arn:aws:sns:eu-west-1:1:a, Rejected",
    "403, SignatureDoesNotMatch, what, Misconfigured",
    "403, InvalidClientTokenId, what, Misconfigured",
    "403, ExpiredToken, what, Misconfigured",
    "403, InvalidSecurity, what, Misconfigured",
    "404, NotFound, Topic does not exist, Rejected",
    "400, RequestExpired, what, Retry",
    "500, InternalError, what, Retry",
    "503, ServiceUnavailable, what, Retry",
  })
  void readsTheErrorsOfSns(int status, String code, String message, String outcome) {
    try (Loopback destination = new Loopback()) {
      destination.answers(
          status,
          "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>"
              .formatted(code, message));
      assertThat(send(destination.url(), Map.of("topic", TOPIC)).getClass().getSimpleName())
          .isEqualTo(outcome);
    }
  }

  @Test
  void callsTheTopicsRegionAndNothingElse() {
    String base = Entries.of("sns").request().baseUrl();
    assertThat(address(base, "arn:aws:sns:ap-south-1:123456789012:a"))
        .isEqualTo("https://sns.ap-south-1.amazonaws.com");
    assertThat(address(base, "arn:aws-cn:sns:cn-north-1:123456789012:a"))
        .isEqualTo("https://sns.cn-north-1.amazonaws.com.cn");
    assertThat(address(base, null)).isEqualTo("https://sns.eu-west-1.amazonaws.com");
    Stream.of("a/b", "evil.example#", "user@evil.example", "..:99")
        .forEach(
            region ->
                assertThat(address(base, "arn:aws:sns:" + region.replace(":", "") + ":1:a"))
                    .startsWith("https://sns.")
                    .endsWith(".amazonaws.com")
                    .doesNotContain("#", "@", "/b"));
  }

  private static String address(String template, String topic) {
    Map<String, Object> parameters = new HashMap<>();
    if (topic != null) {
      parameters.put("topic", topic);
    }
    return dev.patchbay.core.expression.Template.compile(template)
        .render(
            Map.of("parameters", parameters, "region", "eu-west-1"),
            dev.patchbay.core.expression.Escape.URL);
  }
}
