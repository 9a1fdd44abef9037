package dev.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.patchbay.core.json.Json;
import dev.patchbay.webhooks.bus.Bus;
import dev.patchbay.webhooks.bus.BusEntry;
import dev.patchbay.webhooks.bus.EventBridgeBus;
import dev.patchbay.webhooks.bus.Overflow;
import dev.patchbay.webhooks.bus.OverflowingBus;
import dev.patchbay.webhooks.reading.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The SDK's clients against an endpoint that fails as it is told. */
class OverflowTest {
  private record Reply(int status, Object body) {}

  private final List<Map<String, Object>> bused = new ArrayList<>();
  private final List<Map<String, Object>> queued = new ArrayList<>();
  private Function<List<Map<String, Object>>, Reply> busReply = OverflowTest::taken;
  private final Map<String, String> letters = new LinkedHashMap<>();
  private boolean queueWorks = true;
  private HttpServer endpoint;
  private EventBridgeBus bus;
  private Bus overflowing;
  private Overflow deadLetters;

  @BeforeEach
  void start() throws IOException {
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.createContext("/", this::answer);
    endpoint.start();
    EventBridgeClient events = client(EventBridgeClient.builder()).build();
    bus = new EventBridgeBus(() -> events, "arn:bus");
    // Its answers hold no digest of a message's attributes.
    SqsClient sqs = client(SqsClient.builder()).checksumValidationEnabled(false).build();
    overflowing = new OverflowingBus(bus, new Overflow(() -> sqs, "http://127.0.0.1/0/overflow"));
    deadLetters = new Overflow(() -> sqs, "http://127.0.0.1/0/overflow-dead-letters");
  }

  @AfterEach
  void stop() {
    endpoint.stop(0);
  }

  private <B extends AwsClientBuilder<B, ?>> B client(B builder) {
    return builder
        .endpointOverride(URI.create("http://127.0.0.1:" + endpoint.getAddress().getPort()))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      Map<String, Object> in = Json.parseObject(exchange.getRequestBody().readAllBytes());
      boolean isOne = target.endsWith("SendMessage");
      List<Map<String, Object>> entries =
          isOne ? List.of() : ((List<?>) in.get("Entries")).stream().map(Json::object).toList();
      Reply reply =
          target.endsWith("PutEvents")
              ? busReply.apply(entries)
              : isOne ? letter(in) : queue(entries);
      if (target.endsWith("PutEvents") && reply.status() == 200) {
        bused.addAll(entries);
      }
      byte[] body = Json.writeBytes(reply.body());
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(reply.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Reply taken(List<Map<String, Object>> entries) {
    return new Reply(
        200,
        Map.of(
            "FailedEntryCount",
            0,
            "Entries",
            entries.stream().map(_ -> Map.of("EventId", "1")).toList()));
  }

  private static Reply oddOnesRefused(List<Map<String, Object>> entries) {
    return new Reply(
        200,
        Map.of(
            "FailedEntryCount",
            entries.size() / 2,
            "Entries",
            IntStream.range(0, entries.size())
                .mapToObj(
                    i ->
                        i % 2 == 1
                            ? Map.of("ErrorCode", "ThrottlingException", "ErrorMessage", "slow")
                            : Map.of("EventId", "1"))
                .toList()));
  }

  private Reply letter(Map<String, Object> message) {
    if (!queueWorks) {
      return new Reply(500, Map.of("__type", "InternalError"));
    }
    String body = (String) message.get("MessageBody");
    Map<String, Object> attributes = Json.object(message.get("MessageAttributes"));
    letters.put(body, (String) Json.object(attributes.get("reason")).get("StringValue"));
    return new Reply(200, Map.of("MessageId", "m", "MD5OfMessageBody", md5(body)));
  }

  private Reply queue(List<Map<String, Object>> entries) {
    if (!queueWorks) {
      return new Reply(500, Map.of("__type", "InternalError"));
    }
    int size = entries.stream().mapToInt(it -> ((String) it.get("MessageBody")).length()).sum();
    if (size > 1_048_576) {
      return new Reply(400, Map.of("__type", "com.amazonaws.sqs#BatchRequestTooLong"));
    }
    queued.addAll(entries);
    return new Reply(
        200,
        Map.of(
            "Failed",
            List.of(), // SQS says so where none failed
            "Successful",
            entries.stream()
                .map(
                    entry ->
                        Map.of(
                            "Id",
                            entry.get("Id"),
                            "MessageId",
                            "m",
                            "MD5OfMessageBody",
                            md5((String) entry.get("MessageBody"))))
                .toList()));
  }

  private static String md5(String text) {
    MessageDigest digest = Bytes.digest("md5");
    return HexFormat.of().formatHex(digest.digest(Bytes.utf8(text)));
  }

  private static List<BusEntry> entries(int count, int size) {
    return IntStream.range(0, count)
        .mapToObj(i -> entry("{\"id\":\"" + i + "\",\"source\":\"github\"," + pad(size) + "}"))
        .toList();
  }

  private static BusEntry entry(String detail) {
    return new BusEntry("github", "push", detail);
  }

  private static String pad(int size) {
    return "\"pad\":\"" + "x".repeat(size) + "\"";
  }

  @Test
  void asksTheQueueForNothingWhileTheBusTakesAll() {
    overflowing.publish(entries(25, 200_000));
    assertThat(bused).hasSize(25);
    assertThat(queued).isEmpty();
  }

  @Test
  void queuesWhatTheBusRefusesAndNothingElse() {
    busReply = OverflowTest::oddOnesRefused;
    overflowing.publish(entries(12, 10));
    assertThat(queued).hasSize(6);
    assertThat(Overflow.read((String) queued.getFirst().get("MessageBody")))
        .isEqualTo(entries(12, 10).get(1));
  }

  @Test
  void queuesWhatIsTwiceAsLongInAMessage() {
    busReply = _ -> new Reply(500, Map.of("__type", "InternalException"));
    String quotes = "\\\"".repeat(100_000);
    overflowing.publish(
        IntStream.range(0, 10)
            .mapToObj(i -> new BusEntry("github", "push", "{\"x\":\"" + i + quotes + "\"}"))
            .toList());
    assertThat(queued).hasSize(10);
  }

  @Test
  void queuesAllWhenTheBusFails() {
    busReply = _ -> new Reply(500, Map.of("__type", "InternalException"));
    overflowing.publish(entries(3, 10));
    assertThat(queued).hasSize(3);
  }

  @Test
  void queuesAllWhenTheBusIsSlow() {
    busReply =
        entries -> {
          try {
            Thread.sleep(1000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return taken(entries);
        };
    EventBridgeClient impatient =
        client(EventBridgeClient.builder())
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(Duration.ofMillis(200)))
            .build();
    SqsClient sqs = client(SqsClient.builder()).build();
    Overflow overflow = new Overflow(() -> sqs, "http://127.0.0.1/0/overflow");
    new OverflowingBus(new EventBridgeBus(() -> impatient, "arn:bus"), overflow)
        .publish(entries(3, 10));
    assertThat(queued).hasSize(3);
  }

  @Test
  void refusesOnlyWhenTheQueueFailsToo() {
    busReply = _ -> new Reply(500, Map.of("__type", "InternalException"));
    queueWorks = false;
    assertThatThrownBy(() -> overflowing.publish(entries(1, 10)))
        .isInstanceOf(Bus.NotAcceptedException.class);
  }

  @Test
  void drainsIntoTheBusAndReportsWhatItStillRefuses() throws IOException {
    busReply = OverflowTest::oddOnesRefused;
    List<BusEntry> waiting = entries(4, 10);
    List<Map<String, Object>> records = new ArrayList<>();
    for (BusEntry entry : waiting) {
      records.add(Map.of("messageId", "m" + records.size(), "body", Overflow.write(entry)));
    }
    assertThat(drained(records)).containsExactly("m1", "m3");
    assertThat(bused).hasSize(4);
    assertThat(letters).isEmpty();
  }

  @Test
  void buriesWhatIsNoneOfTheOverflowAndPublishesTheRestOfItsBatchOnce() throws IOException {
    List<String> junk =
        List.of(
            "no JSON",
            "[]",
            "{\"source\":\"github\",\"type\":\"push\"}",
            Overflow.write(entry("junk{")),
            Overflow.write(entry("[]")),
            Overflow.write(entry("{\"a\":".repeat(2000))),
            Overflow.write(entry("{\"source\":\"github\"}")),
            Overflow.write(entry("{\"id\":1,\"source\":\"github\"}")),
            Overflow.write(entry("{\"id\":\"1\",\"source\":\"stripe\"}")));
    List<Map<String, Object>> records = new ArrayList<>();
    junk.forEach(body -> records.add(Map.of("messageId", "m" + records.size(), "body", body)));
    records.add(Map.of("messageId", "good", "body", Overflow.write(entries(1, 10).getFirst())));
    assertThat(drained(records)).isEmpty();
    assertThat(bused).hasSize(1);
    assertThat(letters.keySet()).containsExactlyElementsOf(junk);
    assertThat(letters.values()).allSatisfy(why -> assertThat(why).startsWith("malformed message"));
  }

  @Test
  void buriesWhatTheBusWillNeverTakeAndPublishesTheRestOfItsBatch() throws IOException {
    List<BusEntry> waiting = entries(3, 10);
    String poison = waiting.get(1).detail();
    busReply = entries -> spoilt(entries, poison);
    List<Map<String, Object>> records = new ArrayList<>();
    waiting.forEach(
        entry ->
            records.add(Map.of("messageId", "m" + records.size(), "body", Overflow.write(entry))));
    assertThat(drained(records)).isEmpty();
    assertThat(bused).hasSize(2);
    assertThat(letters).containsOnlyKeys(Overflow.write(waiting.get(1)));

    busReply =
        _ -> new Reply(200, Map.of("Entries", List.of(Map.of("ErrorCode", "MalformedDetail"))));
    assertThat(drained(records.subList(0, 1))).isEmpty();
    assertThat(letters).hasSize(2);
  }

  /** As EventBridge refuses a request of which one entry is not to be read. */
  private static Reply spoilt(List<Map<String, Object>> entries, String detail) {
    return entries.stream().anyMatch(entry -> detail.equals(entry.get("Detail")))
        ? new Reply(400, Map.of("__type", "ValidationException", "message", "over the limit"))
        : taken(entries);
  }

  @Test
  void givesUpAndCountsWhatTheBusHasNotTakenForADayBeforeSqsDoes() throws IOException {
    busReply = OverflowTest::oddOnesRefused;
    List<Map<String, Object>> records = new ArrayList<>();
    for (BusEntry entry : entries(2, 10)) {
      records.add(
          Map.of(
              "messageId",
              "m" + records.size(),
              "body",
              Overflow.write(entry),
              "attributes",
              Map.of("ApproximateReceiveCount", records.isEmpty() ? "479" : "480")));
    }
    assertThat(drained(records)).isEmpty();
    assertThat(bused).hasSize(1);
    assertThat(letters).containsOnlyKeys((String) records.get(1).get("body"));
  }

  @Test
  void leavesABrokenMessageInTheQueueWhileItCannotBeKeptElsewhere() throws IOException {
    queueWorks = false;
    assertThat(drained(List.of(Map.of("messageId", "broken", "body", "{}"))))
        .containsExactly("broken");
  }

  /** The messages that must come again. */
  private List<Object> drained(List<Map<String, Object>> records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new OverflowFunction(bus, deadLetters)
        .handleRequest(
            new ByteArrayInputStream(Json.writeBytes(Map.of("Records", records))), out, null);
    List<Object> again = new ArrayList<>();
    for (Object failure : (List<?>) Json.parseObject(out.toByteArray()).get("batchItemFailures")) {
      again.add(Json.object(failure).get("itemIdentifier"));
    }
    return again;
  }
}
