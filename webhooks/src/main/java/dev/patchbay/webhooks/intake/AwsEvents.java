package dev.patchbay.webhooks.intake;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.trace.Span;
import dev.patchbay.core.trace.Tracer;
import dev.patchbay.webhooks.bus.Bus;
import dev.patchbay.webhooks.normalising.Normaliser;
import dev.patchbay.webhooks.publishing.Publisher;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.RawRequest;
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

  /**
   * Publishes what an event makes.
   *
   * @throws IllegalArgumentException when it is no event of EventBridge and no record of a stream
   * @throws Bus.NotAcceptedException when the bus did not take it
   */
  public void take(Map<String, Object> event) {
    Source source = source(origin(event));
    Span span = tracer.begin(Span.Kind.PRODUCER, "accept events");
    Log.about("trace", span.context().traceId()).run(() -> publish(source, event, span));
  }

  private void publish(Source source, Map<String, Object> event, Span span) {
    RawRequest request =
        new RawRequest(
            "POST",
            "",
            Map.of("content-type", "application/json"),
            Map.of(),
            Json.writeBytes(AwsRecords.readable(event)));
    VerifiedRequest delivered =
        Verifier.deliveredByAws(new Reading(request, source.entry(), clock.instant()));
    publisher.publish(source.normaliser().events(delivered, ACCOUNT), delivered, span);
  }

  private static String origin(Map<String, Object> event) {
    Object origin = event.getOrDefault("eventSource", event.get("source"));
    if (!(origin instanceof String text)) {
      throw new IllegalArgumentException("it names no source");
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
                  .orElseThrow(() -> new IllegalArgumentException("no entry takes " + origin));
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
