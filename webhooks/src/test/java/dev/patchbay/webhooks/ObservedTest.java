package dev.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.log.LogLines;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.core.trace.SpanContext;
import dev.patchbay.core.trace.Tracer;
import dev.patchbay.webhooks.bus.BusEntry;
import dev.patchbay.webhooks.intake.Intake;
import dev.patchbay.webhooks.publishing.Publisher;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.request.Answer;
import dev.patchbay.webhooks.request.RawRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the webhook function says about itself: metrics, log lines and spans. */
class ObservedTest {
  private static final String ROOT = "5759e988bd862e3fe1be46a994272793";
  private static final String HEADER =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
  private static final String CALLER = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String BODY =
      "{\"zen\":\"Keep it"
          + " small.\",\"hook\":\"payl0ad\",\"repository\":{\"full_name\":\"acme/shop\"}}";

  private final List<BusEntry> entries = new ArrayList<>();

  private Intake intake(Map<String, String> environment, Secret... versions) {
    return new Intake(
        Catalog.of(new Settings(_ -> null)),
        new MemorySecrets(Map.of("patchbay/sources/github", List.of(versions))),
        new Publisher(entries::addAll, (_, _, _) -> null),
        _ -> Optional.empty(),
        new Tracer(new Settings(environment::get), Clock.systemUTC()),
        Clock.systemUTC());
  }

  private Intake intake() {
    return intake(Map.of(), secret("1", "s3cret"));
  }

  private static Secret secret(String version, String value) {
    return new Secret("patchbay/sources/github", version, Map.of("secret", value));
  }

  private static RawRequest request(String id, Map<String, String> more) {
    Map<String, String> headers =
        new TreeMap<>(
            Map.of(
                "content-type",
                "application/json",
                "x-github-event",
                "ping",
                "x-github-delivery",
                id,
                "x-hub-signature-256",
                "sha256="
                    + Bytes.encode(
                        Bytes.mac("sha256", Bytes.utf8("s3cret")).doFinal(Bytes.utf8(BODY)),
                        dev.patchbay.core.catalog.SourceEntry.Encoding.HEX)));
    headers.putAll(more);
    return new RawRequest("POST", "https://hub/webhooks", headers, Map.of(), Bytes.utf8(BODY));
  }

  private static RawRequest request() {
    return request("d-1", Map.of());
  }

  @Test
  void countsAnAcceptedEventInItsOwnLine() {
    List<Map<String, Object>> lines =
        LogLines.of(() -> intake().answer("github", "default", request()));

    assertThat(lines).hasSize(1);
    assertThat(LogLines.metrics(lines.getFirst()))
        .containsExactly("Events{Hub=patchbay} 1", "Events{Hub=patchbay, Source=github} 1");
    assertThat(lines.getFirst())
        .containsEntry("event", "github/default/d-1")
        .containsEntry("type", "ping");
  }

  @Test
  void aLineOfAStepHasAboutHalfAKilobyte() {
    String line =
        LogLines.printed(
            () ->
                intake()
                    .answer(
                        "github",
                        "default",
                        request("72d3162e-cc78-11e3-81ab-4c9367dc0958", Map.of())));
    assertThat(line.length()).as(line).isLessThan(640);
  }

  @Test
  void countsTheUseOfThePreviousSecret() {
    Intake rotated = intake(Map.of(), secret("2", "fresh"), secret("1", "s3cret"));
    Map<String, Object> line =
        LogLines.of(() -> rotated.answer("github", "default", request())).getFirst();
    assertThat(LogLines.metrics(line))
        .contains("PreviousSecretUsed{Hub=patchbay, Source=github} 1")
        .contains("Events{Hub=patchbay} 1");
    assertThat(line).containsEntry("secretVersion", 1);
  }

  @Test
  void countsAMethodThatTheSourceDoesNotHave() {
    RawRequest get =
        new RawRequest("GET", "https://hub/webhooks", Map.of(), Map.of(), new byte[] {});
    List<Answer> answers = new ArrayList<>();
    Map<String, Object> line =
        LogLines.of(() -> answers.add(intake().answer("github", "default", get))).getFirst();

    assertThat(answers).containsExactly(new Answer(405, Map.of("allow", "POST"), ""));
    assertThat(line).containsEntry("detail", "method GET, where the source has POST");
    assertThat(LogLines.metrics(line))
        .containsExactlyInAnyOrder(
            "WebhooksRefused{Hub=patchbay} 1",
            "WebhooksRefused{Cause=unparsable-body, Hub=patchbay, Source=github} 1");
  }

  @Test
  void countsARefusedWebhookByItsCause() {
    Map<String, Object> forged =
        LogLines.of(
                () ->
                    intake()
                        .answer(
                            "github",
                            "default",
                            request(
                                "d", Map.of("x-hub-signature-256", "sha256=" + "0".repeat(64)))))
            .getFirst();
    assertThat(LogLines.metrics(forged))
        .containsExactlyInAnyOrder(
            "WebhooksRefused{Hub=patchbay} 1",
            "WebhooksRefused{Cause=bad-signature, Hub=patchbay, Source=github} 1",
            "SignatureFailures{Hub=patchbay} 1",
            "SignatureFailures{Hub=patchbay, Source=github} 1");

    Map<String, Object> elsewhere =
        LogLines.of(() -> intake().answer("github", "nobody", request())).getFirst();
    assertThat(LogLines.metrics(elsewhere))
        .containsExactlyInAnyOrder(
            "WebhooksRefused{Hub=patchbay} 1",
            "WebhooksRefused{Cause=unknown-account, Hub=patchbay, Source=github} 1");
  }

  @Test
  void theNameOfAnUnknownSourceNamesNoMetric() {
    for (String name : List.of("nothing", "x".repeat(5000), "a\nb\u001b[2J", "../../etc", "")) {
      Map<String, Object> line =
          LogLines.of(() -> intake().answer(name, "default", request())).getFirst();
      assertThat(LogLines.metrics(line))
          .containsExactlyInAnyOrder(
              "WebhooksRefused{Hub=patchbay} 1",
              "WebhooksRefused{Cause=unknown-source, Hub=patchbay, Source=unknown} 1");
    }
  }

  @Test
  void countsWhatIsNotEvenARequest() throws IOException {
    for (String input : List.of("[]", "{", "{\"headers\":3}", "{\"requestContext\":[]}")) {
      Map<String, Object> line =
          LogLines.of(
                  () ->
                      new WebhookFunction(intake(), null)
                          .handleRequest(
                              new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                              new ByteArrayOutputStream(),
                              null))
              .getFirst();
      assertThat(LogLines.metrics(line))
          .as(input)
          .contains("WebhooksRefused{Cause=unparsable-body, Hub=patchbay, Source=unknown} 1");
    }
  }

  @Test
  void noPayloadNoSecretAndNoForgedLineGetsIntoTheLog() {
    String evil = "d\n{\"message\":\"event accepted\",\"event\":\"forged\"}\u001b[31m\u2028";
    Map<String, String> headers =
        Map.of(
            "authorization", "Bearer t0ken",
            "cookie", "session=c00kie",
            "x-evil\nname", "v\nalue",
            "user-agent", "agent\u001b[2J" + "u".repeat(5000));
    for (String source : List.of("github", "nothing")) {
      for (String body : List.of(BODY, "no json payl0ad")) {
        RawRequest hostile = request(evil, headers);
        RawRequest sent =
            new RawRequest("POST", hostile.url(), hostile.headers(), Map.of(), Bytes.utf8(body));
        String printed =
            LogLines.printed(() -> intake().answer(source, "default" + evil, sent))
                + LogLines.printed(() -> intake().answer(source, "default", sent));
        assertThat(printed)
            .doesNotContain("payl0ad", "t0ken", "c00kie", "s3cret", "sha256=", "\u001b", "\u2028");
        assertThat(printed.lines())
            .hasSize(2)
            .allSatisfy(line -> assertThat(line.length()).isLessThan(3000));
        assertThat(printed.lines().map(Json::parseObject).map(line -> line.get("event")))
            .doesNotContain("forged");
      }
    }
  }

  @Test
  void theEventCarriesLambdasTraceAndTheSpanThatAcceptedIt() throws IOException {
    try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      daemon.setSoTimeout(5000);
      Intake traced =
          intake(
              Map.of(
                  "AWS_XRAY_DAEMON_ADDRESS",
                  "127.0.0.1:" + daemon.getLocalPort(),
                  "_X_AMZN_TRACE_ID",
                  HEADER),
              secret("1", "s3cret"));
      String caller = "00-" + CALLER + "-00f067aa0ba902b7-01";
      Map<String, Object> line =
          LogLines.of(
                  () ->
                      traced.answer(
                          "github", "default", request("d", Map.of("traceparent", caller))))
              .getFirst();

      SpanContext inEvent = SpanContext.of(event().traceparent()).orElseThrow();
      assertThat(inEvent.traceId()).isEqualTo(ROOT);
      assertThat(inEvent.sampled()).isTrue();
      assertThat(line).containsEntry("trace", ROOT).containsEntry("callerTrace", CALLER);
      var span = span(daemon);
      assertThat(hex(span.getSpanId())).isEqualTo(inEvent.spanId());
      assertThat(hex(span.getTraceId())).isEqualTo(ROOT);
      assertThat(hex(span.getParentSpanId())).isEqualTo("53995c3f42cd8ad8");
      assertThat(hex(span.getLinks(0).getTraceId())).isEqualTo(CALLER);
    }
  }

  @Test
  void aCallerCannotChooseTheTraceNorThatItIsRecorded() {
    String caller = "00-" + CALLER + "-00f067aa0ba902b7-01";
    LogLines.of(
        () -> intake().answer("github", "default", request("d", Map.of("traceparent", caller))));
    SpanContext own = SpanContext.of(event().traceparent()).orElseThrow();
    assertThat(own.traceId()).isNotEqualTo(CALLER);
    assertThat(own.sampled()).isFalse();

    LogLines.of(
        () ->
            intake(
                    Map.of("_X_AMZN_TRACE_ID", HEADER.replace("Sampled=1", "Sampled=0")),
                    secret("1", "s3cret"))
                .answer("github", "default", request("d", Map.of("traceparent", caller))));
    SpanContext unrecorded = SpanContext.of(event().traceparent()).orElseThrow();
    assertThat(unrecorded.traceId()).isEqualTo(ROOT);
    assertThat(unrecorded.sampled()).isFalse();
  }

  private Event event() {
    return entries.getLast().event();
  }

  private static io.opentelemetry.proto.trace.v1.Span span(DatagramSocket daemon)
      throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    daemon.receive(packet);
    String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    return parsed(Base64.getDecoder().decode(text.substring(text.indexOf("T1S") + 3)));
  }

  private static io.opentelemetry.proto.trace.v1.Span parsed(byte[] request)
      throws InvalidProtocolBufferException {
    return ExportTraceServiceRequest.parseFrom(request)
        .getResourceSpans(0)
        .getScopeSpans(0)
        .getSpans(0);
  }

  private static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
