package dev.patchbay.core.trace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step that takes time, on its way. Nothing is sent of one that is never ended. For one thread at
 * a time.
 */
public final class Span {
  /** OpenTelemetry's kinds, as far as the hub has steps of them, with their numbers. */
  public enum Kind {
    /** Asks another system and waits for its answer. */
    CLIENT(3),
    /** Puts something where others take it from. */
    PRODUCER(4);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  private final Tracer tracer;
  private final String name;
  private final Kind kind;
  private final SpanContext context;
  private final SpanContext parent;
  private final Instant start;
  private final List<SpanContext> links = new ArrayList<>();
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private Instant end;
  private boolean failed;

  Span(
      Tracer tracer,
      String name,
      Kind kind,
      SpanContext context,
      SpanContext parent,
      Instant start) {
    this.tracer = tracer;
    this.name = name;
    this.kind = kind;
    this.context = context;
    this.parent = parent;
    this.start = start;
  }

  /** Where it stands; what follows from it goes on from there. */
  public SpanContext context() {
    return context;
  }

  /** Says what it is about. */
  public Span with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  /** Names a span of another trace that led to it. */
  public Span linkedTo(SpanContext other) {
    links.add(other);
    return this;
  }

  /** Says that it did not come to what it was for. */
  public Span failed() {
    failed = true;
    return this;
  }

  /** Ends it, and sends it where its trace is recorded. */
  public void end() {
    end = tracer.now();
    tracer.send(this);
  }

  /** Whether it is known what it came to. */
  public boolean hasEnded() {
    return end != null;
  }

  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  SpanContext parent() {
    return parent;
  }

  Instant start() {
    return start;
  }

  Instant ended() {
    return end;
  }

  List<SpanContext> links() {
    return links;
  }

  Map<String, String> attributes() {
    return attributes;
  }

  boolean hasFailed() {
    return failed;
  }
}
