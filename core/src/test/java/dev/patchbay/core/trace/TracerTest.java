package dev.patchbay.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.patchbay.core.setting.Settings;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the daemon gets, read by OpenTelemetry's own classes and beside its own writer. */
class TracerTest {
  private static final String SAMPLED =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
  private static final Instant START = Instant.parse("2026-11-27T02:00:00.123456Z");

  private DatagramSocket daemon;
  private Instant now = START;

  @BeforeEach
  void listen() throws IOException {
    daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    daemon.setSoTimeout(2000);
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  private Tracer tracer(String header) {
    return tracer(header, "127.0.0.1:" + daemon.getLocalPort());
  }

  private Tracer tracer(String header, String address) {
    Map<String, String> environment =
        Map.of("AWS_XRAY_DAEMON_ADDRESS", address, "AWS_LAMBDA_FUNCTION_NAME", "patchbay-webhook");
    return new Tracer(new Settings(environment::get), () -> Optional.ofNullable(header), () -> now);
  }

  private byte[] packet() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    daemon.receive(packet);
    return java.util.Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private static ExportTraceServiceRequest request(byte[] packet)
      throws InvalidProtocolBufferException {
    String text = new String(packet, StandardCharsets.US_ASCII);
    String mark = "{\"format\":\"json\",\"version\":1}\nT1S";
    assertThat(text).startsWith(mark);
    return ExportTraceServiceRequest.parseFrom(
        Base64.getDecoder().decode(text.substring(mark.length())));
  }

  private static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private boolean nothingComes() throws IOException {
    daemon.setSoTimeout(300);
    try {
      packet();
      return false;
    } catch (SocketTimeoutException _) {
      return true;
    }
  }

  @Test
  void sendsASpanOfARecordedInvocationToTheDaemon() throws IOException {
    SpanContext caller =
        SpanContext.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").orElseThrow();
    Span span =
        tracer(SAMPLED)
            .begin(Span.Kind.PRODUCER, "publish github")
            .with("patchbay.source", "github")
            .linkedTo(caller);
    now = START.plusMillis(42);
    span.end();

    ExportTraceServiceRequest request = request(packet());
    var resource = request.getResourceSpans(0).getResource();
    assertThat(resource.getAttributesList())
        .anySatisfy(
            attribute -> {
              assertThat(attribute.getKey()).isEqualTo("service.name");
              assertThat(attribute.getValue().getStringValue()).isEqualTo("patchbay-webhook");
            });
    var sent = request.getResourceSpans(0).getScopeSpans(0).getSpans(0);
    assertThat(hex(sent.getTraceId())).isEqualTo("5759e988bd862e3fe1be46a994272793");
    assertThat(hex(sent.getParentSpanId())).isEqualTo("53995c3f42cd8ad8");
    assertThat(hex(sent.getSpanId())).isEqualTo(span.context().spanId());
    assertThat(sent.getName()).isEqualTo("publish github");
    assertThat(sent.getKind())
        .isEqualTo(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_PRODUCER);
    assertThat(sent.getEndTimeUnixNano() - sent.getStartTimeUnixNano()).isEqualTo(42_000_000L);
    assertThat(hex(sent.getLinks(0).getTraceId())).isEqualTo(caller.traceId());
    assertThat(hex(sent.getLinks(0).getSpanId())).isEqualTo(caller.spanId());
    assertThat(sent.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
  }

  @Test
  void sendsTheVeryMessageThatOpenTelemetryWouldWrite() throws IOException {
    SpanContext before =
        SpanContext.of("00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01").orElseThrow();
    SpanContext link =
        SpanContext.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00").orElseThrow();
    Span span =
        tracer(null)
            .follow(Span.Kind.CLIENT, "deliver slack", before)
            .with("patchbay.event", "github/default/ünï-1")
            .with("patchbay.outcome", "retry")
            .linkedTo(link)
            .failed();
    now = START.plus(Duration.ofSeconds(25));
    span.end();

    assertThat(request(packet())).isEqualTo(official(span, before, link));
  }

  /** The same span by OpenTelemetry's SDK, written by the writer of its exporters. */
  private static ExportTraceServiceRequest official(Span span, SpanContext before, SpanContext link)
      throws IOException {
    List<SpanData> ended = new ArrayList<>();
    AttributesBuilder resource = Attributes.builder();
    resource.put("service.name", "patchbay-webhook");
    resource.put("cloud.provider", "aws");
    resource.put("cloud.platform", "aws_lambda");
    resource.put("faas.name", "patchbay-webhook");
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(Resource.create(resource.build()))
            .setIdGenerator(ids(span))
            .addSpanProcessor(SimpleSpanProcessor.create(new Kept(ended)))
            .build()) {
      var parent =
          io.opentelemetry.context.Context.root()
              .with(io.opentelemetry.api.trace.Span.wrap(remote(before)));
      var official =
          provider
              .get("dev.patchbay")
              .spanBuilder("deliver slack")
              .setParent(parent)
              .setSpanKind(SpanKind.CLIENT)
              .setStartTimestamp(nanos(START), TimeUnit.NANOSECONDS)
              .addLink(remote(link))
              .startSpan();
      official.setAttribute("patchbay.event", "github/default/ünï-1");
      official.setAttribute("patchbay.outcome", "retry");
      official.setStatus(io.opentelemetry.api.trace.StatusCode.ERROR);
      official.end(nanos(START.plusSeconds(25)), TimeUnit.NANOSECONDS);
    }
    assertThat(ended.getFirst().getInstrumentationScopeInfo())
        .isEqualTo(InstrumentationScopeInfo.create("dev.patchbay"));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    TraceRequestMarshaler.create(ended).writeBinaryTo(written);
    return ExportTraceServiceRequest.parseFrom(written.toByteArray());
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  private static io.opentelemetry.api.trace.SpanContext remote(SpanContext context) {
    return io.opentelemetry.api.trace.SpanContext.createFromRemoteParent(
        context.traceId(),
        context.spanId(),
        context.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
        TraceState.getDefault());
  }

  private static IdGenerator ids(Span span) {
    return new IdGenerator() {
      @Override
      public String generateSpanId() {
        return span.context().spanId();
      }

      @Override
      public String generateTraceId() {
        return span.context().traceId();
      }
    };
  }

  private record Kept(List<SpanData> ended)
      implements io.opentelemetry.sdk.trace.export.SpanExporter {
    @Override
    public io.opentelemetry.sdk.common.CompletableResultCode export(
        java.util.Collection<SpanData> spans) {
      ended.addAll(spans);
      return io.opentelemetry.sdk.common.CompletableResultCode.ofSuccess();
    }

    @Override
    public io.opentelemetry.sdk.common.CompletableResultCode flush() {
      return io.opentelemetry.sdk.common.CompletableResultCode.ofSuccess();
    }

    @Override
    public io.opentelemetry.sdk.common.CompletableResultCode shutdown() {
      return io.opentelemetry.sdk.common.CompletableResultCode.ofSuccess();
    }
  }

  @Test
  void sendsNothingOfATraceThatNobodyRecords() throws IOException {
    tracer(SAMPLED.replace("Sampled=1", "Sampled=0")).begin(Span.Kind.PRODUCER, "publish").end();
    tracer(null).begin(Span.Kind.PRODUCER, "publish").end();
    assertThat(nothingComes()).isTrue();
  }

  @Test
  void sendsNothingOfASpanThatIsNotEnded() throws IOException {
    tracer(SAMPLED).begin(Span.Kind.PRODUCER, "publish");
    assertThat(nothingComes()).isTrue();
  }

  @Test
  void takesBothFormsOfTheDaemonsAddress() throws IOException {
    String both = "tcp:127.0.0.1:1 udp:127.0.0.1:" + daemon.getLocalPort();
    tracer(SAMPLED, both).begin(Span.Kind.PRODUCER, "publish").end();
    assertThat(request(packet()).getResourceSpansCount()).isEqualTo(1);
  }

  @Test
  void goesOnWhereNoDaemonIsOrNoneListens() {
    Tracer without = new Tracer(new Settings(_ -> null), () -> Optional.of(SAMPLED), () -> START);
    for (Tracer tracer :
        List.of(without, tracer(SAMPLED, "nonsense"), tracer(SAMPLED, "127.0.0.1:1"))) {
      Span span = tracer.begin(Span.Kind.PRODUCER, "publish");
      span.end();
      assertThat(span.context().traceId()).isEqualTo("5759e988bd862e3fe1be46a994272793");
    }
  }

  @Test
  void dropsASpanThatNoDatagramHolds() throws IOException {
    tracer(SAMPLED).begin(Span.Kind.PRODUCER, "publish").with("much", "x".repeat(60_000)).end();
    assertThat(nothingComes()).isTrue();
  }
}
