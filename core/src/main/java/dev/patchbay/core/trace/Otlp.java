package dev.patchbay.core.trace;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;

/**
 * Writes spans as OpenTelemetry's protocol has them, an {@code ExportTraceServiceRequest}
 * (https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto).
 *
 * @param resource attributes of who sends them
 */
record Otlp(Map<String, String> resource) {
  private static final String SCOPE = "dev.patchbay";
  private static final int ERROR = 2;

  /** "Whether it comes from another process is known": the flag of that, and the answer yes. */
  private static final int REMOTE = 0x300;

  byte[] request(Span span) {
    Protobuf sender = new Protobuf();
    attributes(sender, 1, resource);
    Protobuf spans =
        new Protobuf().message(1, new Protobuf().text(1, SCOPE)).message(2, message(span));
    return new Protobuf().message(1, new Protobuf().message(1, sender).message(2, spans)).written();
  }

  private static Protobuf message(Span span) {
    Protobuf message =
        new Protobuf()
            .bytes(1, hex(span.context().traceId()))
            .bytes(2, hex(span.context().spanId()));
    if (span.parent() != null) {
      message.bytes(4, hex(span.parent().spanId()));
    }
    message
        .text(5, span.name())
        .number(6, span.kind().number())
        .fixed64(7, nanos(span.start()))
        .fixed64(8, nanos(span.ended()));
    attributes(message, 9, span.attributes());
    span.links().forEach(link -> message.message(13, link(link)));
    if (span.hasFailed()) {
      message.message(15, new Protobuf().number(3, ERROR));
    }
    return message.fixed32(16, flags(span.context()));
  }

  private static Protobuf link(SpanContext link) {
    return new Protobuf()
        .bytes(1, hex(link.traceId()))
        .bytes(2, hex(link.spanId()))
        .fixed32(6, flags(link));
  }

  private static void attributes(Protobuf message, int field, Map<String, String> attributes) {
    attributes.forEach(
        (name, value) ->
            message.message(
                field, new Protobuf().text(1, name).message(2, new Protobuf().text(1, value))));
  }

  private static int flags(SpanContext context) {
    return REMOTE | (context.sampled() ? 1 : 0);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }
}
