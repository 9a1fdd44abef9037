package dev.patchbay.webhooks;

import dev.patchbay.core.log.Log;
import java.util.List;
import java.util.Map;

/** Puts the events of a request on the bus, large payloads beside it. Thread-safe. */
final class Publisher {
  private final Bus bus;
  private final ClaimCheck claimCheck;

  Publisher(Bus bus, PayloadStore store) {
    this.bus = bus;
    this.claimCheck = new ClaimCheck(store);
  }

  /**
   * Publishes all events, or throws.
   *
   * @return their ids
   * @throws Bus.NotAcceptedException when any was not accepted
   */
  List<String> publish(List<Normaliser.Draw> events, VerifiedRequest verified) {
    bus.publish(events.stream().map(claimCheck::entry).toList());
    events.forEach(event -> accepted(event.attributes(), verified));
    return events.stream().map(event -> (String) event.attributes().get("id")).toList();
  }

  private static void accepted(Map<String, Object> event, VerifiedRequest verified) {
    Log.info(
        "event accepted",
        "event",
        event.get("source") + "/" + event.get("account") + "/" + event.get("id"),
        "id",
        event.get("id"),
        "source",
        event.get("source"),
        "account",
        event.get("account"),
        "type",
        event.get("type"),
        "subject",
        event.get("subject"),
        "title",
        event.get("title"),
        "scheme",
        verified.scheme(),
        "secretVersion",
        verified.secretVersion());
  }
}
