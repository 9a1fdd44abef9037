package dev.patchbay.connectors.kit.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.log.LogLines;
import dev.patchbay.core.trace.SpanContext;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a connector's function says about itself: metrics, log lines and spans. */
class ObservedTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String ACCEPTED = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final String INVOCATION = "5759e988bd862e3fe1be46a994272793";
  private static final String HEADER =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

  private static String message(Workbench bench, String id, Duration age) {
    return Workbench.message(id)
        .replace(
            "\"type\": \"push\",",
            "\"type\": \"push\", \"traceparent\": \"%s\", \"receivedAt\": \"%s\","
                .formatted(ACCEPTED, bench.clock.instant().minus(age)));
  }

  private static Map<String, Object> line(Workbench bench, Outcome outcome) {
    bench.destination = _ -> outcome;
    return LogLines.of(
            "delivery", () -> bench.invoke(message(bench, "e-1", Duration.ofMillis(1500))))
        .getFirst();
  }

  private static Workbench bench() {
    return new Workbench("dedupable", "resend");
  }

  @Test
  void countsADeliveryAndHowLongItTook() {
    Map<String, Object> line = line(bench(), new Outcome.Delivered(new Receipt("r-1")));
    assertThat(LogLines.metrics(line))
        .containsExactlyInAnyOrder(
            "Deliveries{Connector=pager, Hub=patchbay, Outcome=delivered} 1",
            "DeliveryLatency{Connector=pager, Hub=patchbay, Outcome=delivered} 1500 Milliseconds");
    assertThat(line)
        .containsEntry("level", "INFO")
        .containsEntry("event", "github/default/e-1")
        .containsEntry("route", "a-route")
        .containsEntry("connector", "pager")
        .containsEntry("trace", TRACE);
    assertThat(Json.write(line).length()).as("half a kilobyte or so").isLessThan(600);
  }

  @Test
  void countsWhatElseADeliveryCameTo() {
    Map<String, Object> retried = line(bench(), new Outcome.Retry("HTTP 500"));
    assertThat(LogLines.metrics(retried))
        .containsExactly("Deliveries{Connector=pager, Hub=patchbay, Outcome=retry} 1");
    assertThat(retried).containsEntry("level", "WARN").containsEntry("reason", "HTTP 500");
    assertThat(LogLines.metrics(line(bench(), new Outcome.Rejected("no such channel"))))
        .containsExactlyInAnyOrder(
            "Deliveries{Connector=pager, Hub=patchbay, Outcome=rejected} 1",
            "DeadLetters{Hub=patchbay} 1",
            "DeadLetters{Connector=pager, Hub=patchbay} 1");
    assertThat(LogLines.metrics(line(bench(), new Outcome.Throttled(Duration.ofSeconds(9), "429"))))
        .containsExactlyInAnyOrder(
            "Deliveries{Connector=pager, Hub=patchbay, Outcome=throttled} 1",
            "DeliveriesThrottled{Hub=patchbay} 1",
            "DeliveriesThrottled{Connector=pager, Hub=patchbay} 1");
    assertThat(LogLines.metrics(line(new Workbench("unsafe", "park"), new Outcome.Unknown("cut"))))
        .containsExactlyInAnyOrder(
            "Deliveries{Connector=pager, Hub=patchbay, Outcome=unknown} 1",
            "DeadLetters{Hub=patchbay} 1",
            "DeadLetters{Connector=pager, Hub=patchbay} 1");
  }

  @Test
  void countsADeliveryThatAnOpenCircuitHoldsAndNoCallOfIt() {
    Workbench bench = bench();
    assertThat(LogLines.metrics(line(bench, new Outcome.Misconfigured("token revoked"))))
        .containsExactlyInAnyOrder(
            "Deliveries{Connector=pager, Hub=patchbay, Outcome=misconfigured} 1",
            "CircuitsOpen{Hub=patchbay} 1",
            "CircuitsOpen{Connector=pager, Hub=patchbay} 1");
    Map<String, Object> held =
        LogLines.of("delivery", () -> bench.invoke(message(bench, "e-2", Duration.ZERO)))
            .getFirst();
    assertThat(LogLines.metrics(held))
        .containsExactlyInAnyOrder(
            "CircuitsOpen{Hub=patchbay} 1", "CircuitsOpen{Connector=pager, Hub=patchbay} 1");
    assertThat(bench.sent).hasSize(1);
  }

  @Test
  void countsAMessageThatIsNoneAsADeadLetter() {
    Map<String, Object> line = LogLines.of(() -> bench().invoke("no json")).getFirst();
    assertThat(LogLines.metrics(line))
        .containsExactlyInAnyOrder(
            "DeadLetters{Hub=patchbay} 1", "DeadLetters{Connector=pager, Hub=patchbay} 1");
    assertThat(line).containsEntry("message", "malformed message").containsEntry("messageId", "m0");
  }

  @Test
  void aReplayIsDeliveredWithoutALatency() {
    Workbench bench = bench();
    String replayed =
        message(bench, "e-1", Duration.ofDays(3))
            .replace("\"detail-type\"", "\"replay-name\": \"again\", \"detail-type\"");
    Map<String, Object> line = LogLines.of("delivery", () -> bench.invoke(replayed)).getFirst();
    assertThat(LogLines.metrics(line))
        .containsExactly("Deliveries{Connector=pager, Hub=patchbay, Outcome=delivered} 1");
  }

  @Test
  void whateverIsLoggedDuringADeliverySaysWhoseItIs() {
    Workbench bench = bench();
    bench.destination =
        _ -> {
          Log.warn("something of the connector's own");
          throw new IllegalStateException("payl0ad t0ken");
        };
    String printed = LogLines.printed(() -> bench.invoke(message(bench, "e-1", Duration.ZERO)));
    List<Map<String, Object>> lines = printed.lines().map(Json::parseObject).toList();
    assertThat(lines)
        .extracting(line -> line.get("message"))
        .containsExactly("something of the connector's own", "connector failed", "delivery");
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line)
                    .containsEntry("event", "github/default/e-1")
                    .containsEntry("route", "a-route")
                    .containsEntry("connector", "pager")
                    .containsEntry("trace", TRACE));
    assertThat(printed).doesNotContain("payl0ad", "t0ken", "A <title>");
  }

  @Test
  void aHostileEventForgesNoLine() {
    Workbench bench = bench();
    bench.destination = _ -> new Outcome.Retry("said\n{\"forged\":1}\u001b[31m" + "r".repeat(9000));
    String id = "e\\n{\\\"message\\\":\\\"forged\\\"}\\u001b[2J" + "i".repeat(1900);
    String printed = LogLines.printed(() -> bench.invoke(message(bench, id, Duration.ZERO)));
    assertThat(printed.lines())
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(2500));
    assertThat(printed).doesNotContain("\u001b");
    assertThat(Json.parseObject(printed)).containsEntry("message", "delivery");
  }

  @Test
  void aMissingSecretIsSaidWithoutTheOthers() {
    Workbench bench = bench();
    bench.destination =
        _ -> {
          throw new MisconfiguredException("no token");
        };
    assertThat(LogLines.of(() -> bench.invoke(message(bench, "e-1", Duration.ZERO))))
        .allSatisfy(line -> assertThat(line).containsEntry("event", "github/default/e-1"));
  }

  @Test
  void aDeliveryGoesOnFromTheSpanThatAcceptedItsEvent() throws IOException {
    try (DatagramSocket daemon = daemon()) {
      Workbench bench = traced(daemon);
      LogLines.of(() -> bench.invoke(message(bench, "e-1", Duration.ZERO)));

      Span span = span(daemon);
      assertThat(hex(span.getTraceId())).isEqualTo(TRACE);
      assertThat(hex(span.getParentSpanId())).isEqualTo("00f067aa0ba902b7");
      assertThat(span.getName()).isEqualTo("deliver pager");
      assertThat(attributes(span))
          .contains("patchbay.event=github/default/e-1")
          .contains("patchbay.route=a-route")
          .contains("patchbay.outcome=delivered");
      Delivery sent = bench.sent.getFirst();
      assertThat(SpanContext.of(sent.traceparent()).orElseThrow().spanId())
          .isEqualTo(hex(span.getSpanId()));
      assertThat(sent.event().traceparent()).isEqualTo(ACCEPTED);
    }
  }

  @Test
  void anAttemptThatFailsIsASpanThatFails() throws IOException {
    try (DatagramSocket daemon = daemon()) {
      Workbench bench = traced(daemon);
      bench.destination = _ -> new Outcome.Retry("HTTP 500");
      LogLines.of(() -> bench.invoke(message(bench, "e-1", Duration.ZERO)));
      Span span = span(daemon);
      assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
      assertThat(attributes(span)).contains("patchbay.outcome=retry");
    }
  }

  @Test
  void aReplayIsATraceOfItsOwnThatNamesTheFirst() throws IOException {
    try (DatagramSocket daemon = daemon()) {
      Workbench bench = traced(daemon);
      String replayed =
          message(bench, "e-1", Duration.ofDays(3))
              .replace("\"detail-type\"", "\"replay-name\": \"again\", \"detail-type\"");
      Map<String, Object> line = LogLines.of("delivery", () -> bench.invoke(replayed)).getFirst();
      Span span = span(daemon);
      assertThat(hex(span.getTraceId())).isEqualTo(INVOCATION);
      assertThat(hex(span.getLinks(0).getTraceId())).isEqualTo(TRACE);
      assertThat(bench.sent.getFirst().event().traceparent()).isEqualTo(ACCEPTED);
      assertThat(line).containsEntry("trace", TRACE);
    }
  }

  private static Workbench traced(DatagramSocket daemon) {
    return new Workbench(
        "dedupable",
        "resend",
        "{\"limit\": 0, \"per\": \"1s\"}",
        Map.of(
            "AWS_XRAY_DAEMON_ADDRESS",
            "127.0.0.1:" + daemon.getLocalPort(),
            "_X_AMZN_TRACE_ID",
            HEADER));
  }

  private static DatagramSocket daemon() throws IOException {
    DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    daemon.setSoTimeout(5000);
    return daemon;
  }

  private static Span span(DatagramSocket daemon) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    daemon.receive(packet);
    String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    return ExportTraceServiceRequest.parseFrom(
            Base64.getDecoder().decode(text.substring(text.indexOf("T1S") + 3)))
        .getResourceSpans(0)
        .getScopeSpans(0)
        .getSpans(0);
  }

  private static List<String> attributes(Span span) {
    return span.getAttributesList().stream()
        .map(attribute -> attribute.getKey() + "=" + attribute.getValue().getStringValue())
        .toList();
  }

  private static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
