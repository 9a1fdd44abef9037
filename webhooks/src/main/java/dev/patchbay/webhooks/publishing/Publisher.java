package dev.patchbay.webhooks.publishing;

import dev.patchbay.core.event.Event;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.metric.Measurements;
import dev.patchbay.core.metric.Metric;
import dev.patchbay.core.trace.Span;
import dev.patchbay.webhooks.bus.Bus;
import dev.patchbay.webhooks.normalising.Draw;
import dev.patchbay.webhooks.signature.VerifiedRequest;
import java.util.List;

/** Puts the events of a request on the bus, large payloads beside it. Thread-safe. */
public final class Publisher {
  private static final int LONGEST = 120;

  private final Bus bus;
  private final ClaimCheck claimCheck;

  /**
   * @param store of payloads that are too large for the bus
   */
  public Publisher(Bus bus, PayloadStore store) {
    this.bus = bus;
    this.claimCheck = new ClaimCheck(store);
  }

  /**
   * Publishes all events, each with the span that accepts it, or throws.
   *
   * @param span of the request; ended here
   * @return their ids
   * @throws Bus.NotAcceptedException when any was not accepted
   */
  public List<String> publish(List<Draw> events, VerifiedRequest verified, Span span) {
    events.forEach(event -> event.attributes().put("traceparent", span.context().toString()));
    bus.publish(events.stream().map(claimCheck::entry).toList());
    span.end();
    for (int i = 0; i < events.size(); i++) {
      // The secret is the request's: it is counted once, however many events came in it.
      accepted(new Event(events.get(i).attributes()), verified, i == 0);
    }
    return events.stream().map(event -> (String) event.attributes().get("id")).toList();
  }

  private static void accepted(Event event, VerifiedRequest verified, boolean isFirst) {
    Measurements measured = Measurements.ofSource(event.source()).count(Metric.EVENTS);
    boolean isPrevious = verified.secretVersion() > 0;
    Log.info(
        isPrevious && isFirst ? measured.count(Metric.PREVIOUS_SECRET_USED) : measured,
        "event accepted",
        "event",
        event.key(),
        "type",
        event.type(),
        "subject",
        shown(event.subject()),
        "title",
        shown(event.title()),
        "trace",
        event.traceId(),
        "scheme",
        verified.scheme(),
        "secretVersion",
        isPrevious ? verified.secretVersion() : null);
  }

  /** A line is paid for by its bytes, and what it tells of an event is for a list of them. */
  private static String shown(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
