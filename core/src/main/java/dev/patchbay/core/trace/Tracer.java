package dev.patchbay.core.trace;

import dev.patchbay.core.setting.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Makes spans and sends those of recorded traces to X-Ray. Whether a trace is recorded, X-Ray
 * decides, as it invokes the function; nobody outside does. Thread-safe.
 */
public final class Tracer {
  /** Where Lambda's runtime for Java keeps the header of the invocation under way. */
  private static final String PROPERTY = "com.amazonaws.xray.traceHeader";

  private final Otlp otlp;
  private final Daemon daemon;
  private final Supplier<Optional<String>> header;
  private final InstantSource clock;

  /** The tracer of a function; without a daemon it sends nothing. */
  public Tracer(Settings settings, InstantSource clock) {
    this(
        settings,
        () -> Optional.ofNullable(System.getProperty(PROPERTY)).or(settings::traceHeader),
        clock);
  }

  Tracer(Settings settings, Supplier<Optional<String>> header, InstantSource clock) {
    this.otlp = new Otlp(resource(settings));
    this.daemon = settings.traceDaemon().flatMap(Daemon::at).orElse(null);
    this.header = header;
    this.clock = clock;
  }

  /** https://opentelemetry.io/docs/specs/semconv/resource/faas/ */
  private static Map<String, String> resource(Settings settings) {
    String name = settings.functionName().orElse(settings.hub());
    return new TreeMap<>(
        Map.of(
            "service.name",
            name,
            "faas.name",
            name,
            "cloud.provider",
            "aws",
            "cloud.platform",
            "aws_lambda"));
  }

  /** Begins a step of the invocation under way, or of a trace of its own where none is known. */
  public Span begin(Span.Kind kind, String name) {
    Optional<SpanContext> invocation = header.get().flatMap(SpanContext::ofXray);
    return new Span(
        this,
        name,
        kind,
        invocation.map(SpanContext::sibling).orElseGet(() -> SpanContext.fresh(now())),
        invocation.orElse(null),
        now());
  }

  /**
   * Begins a step that follows from another, elsewhere and perhaps much earlier.
   *
   * @param before where that stands, as the hub itself wrote it
   */
  public Span follow(Span.Kind kind, String name, SpanContext before) {
    return new Span(this, name, kind, before.sibling(), before, now());
  }

  Instant now() {
    return clock.instant();
  }

  void send(Span span) {
    if (daemon != null && span.context().sampled()) {
      daemon.send(otlp.request(span));
    }
  }
}
