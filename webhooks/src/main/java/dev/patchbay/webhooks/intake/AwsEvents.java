package dev.patchbay.webhooks.intake;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.expression.ExpressionTimeoutException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.trace.Span;
import dev.patchbay.core.trace.Tracer;
import dev.patchbay.webhooks.bus.Bus;
import dev.patchbay.webhooks.normalising.Draw;
import dev.patchbay.webhooks.normalising.Normaliser;
import dev.patchbay.webhooks.publishing.Publisher;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.RefusedException;
import dev.patchbay.webhooks.signature.VerifiedRequest;
import dev.patchbay.webhooks.signature.Verifier;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes AWS's own events and normalises them as any other source's: an event of {@code aws.s3} by
 * the entry {@code aws-s3}, a record of {@code aws:kinesis} by {@code aws-kinesis}, and what has no
 * entry of its own by {@code aws}. Thread-safe.
 */
public final class AwsEvents {
  private static final String ACCOUNT = "default";

  private record Source(SourceEntry entry, Normaliser normaliser) {}

  private final Catalog catalog;
  private final Publisher publisher;
  private final Tracer tracer;
  private final Clock clock;
  private final Map<String, Source> sources = new ConcurrentHashMap<>();

  /** Entries are read from the catalog at their first event. */
  public AwsEvents(Catalog catalog, Publisher publisher, Tracer tracer, Clock clock) {
    this.catalog = catalog;
    this.publisher = publisher;
    this.tracer = tracer;
    this.clock = clock;
  }

  /** What cannot be read, now or later: it is no event of EventBridge and no record of a stream. */
  public static final class UnreadableException extends RuntimeException {
    public UnreadableException(String reason, Throwable cause) {
      super(reason, cause);
    }
  }

  private record Read(List<Draw> events, VerifiedRequest delivered) {}

  /**
   * Publishes what an event makes.
   *
   * @throws UnreadableException when it makes none, now or later
   * @throws Bus.NotAcceptedException when the bus did not take it
   */
  public void take(Map<String, Object> event) {
    Span span = tracer.begin(Span.Kind.PRODUCER, "accept events");
    Log.about("trace", span.context().traceId())
        .run(
            () -> {
              Read read = read(event);
              publisher.publish(read.events(), read.delivered(), span);
            });
  }

  /** Reading asks nobody, so that whatever fails in it fails at the next attempt too. */
  private Read read(Map<String, Object> event) {
    try {
      Source source = source(origin(event));
      VerifiedRequest delivered = delivered(source, event);
      return new Read(source.normaliser().events(delivered, ACCOUNT), delivered);
    } catch (UnreadableException | ExpressionTimeoutException e) { // of a busy machine, the latter
      throw e;
    } catch (JsonException | RefusedException e) { // which say why and quote nothing
      throw new UnreadableException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new UnreadableException(e.getClass().getSimpleName(), e);
    }
  }

  private VerifiedRequest delivered(Source source, Map<String, Object> event) {
    RawRequest request =
        new RawRequest(
            "POST",
            "",
            Map.of("content-type", "application/json"),
            Map.of(),
            Json.writeBytes(AwsRecords.readable(event)));
    return Verifier.deliveredByAws(new Reading(request, source.entry(), clock.instant()));
  }

  private static String origin(Map<String, Object> event) {
    Object origin = event.getOrDefault("eventSource", event.get("source"));
    if (!(origin instanceof String text)) {
      throw new UnreadableException("it names no source", null);
    }
    return text;
  }

  private Source source(String origin) {
    return sources.computeIfAbsent(
        origin.replaceAll("[^a-z0-9]", "-"),
        name -> {
          SourceEntry entry =
              entry(name)
                  .or(() -> entry("aws"))
                  .orElseThrow(() -> new UnreadableException("no entry takes its source", null));
          return new Source(entry, new Normaliser(entry));
        });
  }

  private Optional<SourceEntry> entry(String name) {
    return catalog.source(name).filter(AwsEvents::isDelivered);
  }

  private static boolean isDelivered(SourceEntry entry) {
    return List.of(SourceEntry.Scheme.IAM)
        .equals(entry.signature().stream().map(SourceEntry.Signature::scheme).toList());
  }
}
