package dev.patchbay.benchmarks;

import dev.patchbay.core.setting.Settings;
import dev.patchbay.core.trace.Span;
import dev.patchbay.core.trace.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.exporter.internal.otlp.traces.TraceRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a function's first span costs at its start: a process that sends none, one that sends it by
 * the hub's own classes, and one that does by OpenTelemetry's SDK and the writer of its exporters,
 * in turns. Run from the root: {@code java -cp "benchmarks/target/classes:benchmarks/target/lib/*"
 * dev.patchbay.benchmarks.TracingStart}.
 */
public final class TracingStart {
  private static final int ROUNDS = 15;
  private static final String HEADER =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

  private TracingStart() {}

  /** With no arguments it measures; with two, it is one of those that are measured. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 0) {
      measure();
      return;
    }
    int port = Integer.parseInt(args[1]);
    switch (args[0]) {
      case "own" -> own(port);
      case "sdk" -> sdk(port);
      default -> {}
    }
  }

  private static void measure() throws IOException, InterruptedException {
    Map<String, List<Long>> millis = new LinkedHashMap<>();
    try (DatagramSocket daemon = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      for (int round = 0; round <= ROUNDS; round++) {
        for (String kind : List.of("none", "own", "sdk")) {
          long taken = taken(kind, daemon.getLocalPort());
          if (round > 0) { // the first fills the disk's cache
            millis.computeIfAbsent(kind, _ -> new ArrayList<>()).add(taken);
          }
        }
      }
    }
    millis.forEach(
        (kind, all) -> {
          List<Long> sorted = all.stream().sorted().toList();
          System.out.printf(
              "%-5s median %d ms, least %d ms, most %d ms of %d%n",
              kind,
              sorted.get(sorted.size() / 2),
              sorted.getFirst(),
              sorted.getLast(),
              sorted.size());
        });
  }

  private static long taken(String kind, int port) throws IOException, InterruptedException {
    ProcessBuilder process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dcom.amazonaws.xray.traceHeader=" + HEADER,
                "-cp",
                System.getProperty("java.class.path"),
                TracingStart.class.getName(),
                kind,
                Integer.toString(port))
            .inheritIO();
    long begun = System.nanoTime();
    Process running = process.start();
    if (running.waitFor() != 0) {
      throw new IllegalStateException(kind + " failed");
    }
    return (System.nanoTime() - begun) / 1_000_000;
  }

  private static void own(int port) {
    Map<String, String> environment =
        Map.of(
            "AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:" + port, "AWS_LAMBDA_FUNCTION_NAME", "function");
    new Tracer(new Settings(environment::get), Clock.systemUTC())
        .begin(Span.Kind.PRODUCER, "accept events")
        .with("patchbay.source", "github")
        .end();
  }

  private static void sdk(int port) {
    Attributes resource = Attributes.of(AttributeKey.stringKey("service.name"), "function");
    try (SdkTracerProvider provider =
        SdkTracerProvider.builder()
            .setResource(Resource.create(resource))
            .addSpanProcessor(SimpleSpanProcessor.create(new Udp(port)))
            .build()) {
      provider
          .get("dev.patchbay")
          .spanBuilder("accept events")
          .setSpanKind(SpanKind.PRODUCER)
          .startSpan()
          .setAttribute("patchbay.source", "github")
          .end();
    }
  }

  /** As AWS's distribution of OpenTelemetry sends spans to the daemon. */
  private record Udp(int port) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      try (DatagramSocket socket = new DatagramSocket()) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        TraceRequestMarshaler.create(spans).writeBinaryTo(request);
        byte[] packet =
            ("{\"format\":\"json\",\"version\":1}\nT1S"
                    + Base64.getEncoder().encodeToString(request.toByteArray()))
                .getBytes(StandardCharsets.US_ASCII);
        socket.send(
            new DatagramPacket(packet, packet.length, InetAddress.getLoopbackAddress(), port));
        return CompletableResultCode.ofSuccess();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
