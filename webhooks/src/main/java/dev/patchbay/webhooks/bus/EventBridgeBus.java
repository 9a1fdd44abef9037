package dev.patchbay.webhooks.bus;

import dev.patchbay.core.event.Event;
import dev.patchbay.core.log.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** An EventBridge bus. Thread-safe. */
public final class EventBridgeBus {
  private final Supplier<EventBridgeClient> client;
  private final String arn;

  /**
   * @param arn of the bus
   */
  public EventBridgeBus(Supplier<EventBridgeClient> client, String arn) {
    this.client = client;
    this.arn = arn;
  }

  /** Puts entries on the bus and gives back those that it did not take. */
  public List<BusEntry> put(List<BusEntry> entries) {
    List<BusEntry> left = new ArrayList<>();
    Batches.of(entries, BusEntry::size).forEach(batch -> left.addAll(putBatch(batch)));
    return left;
  }

  private List<BusEntry> putBatch(List<BusEntry> batch) {
    try {
      PutEventsResponse response =
          client.get().putEvents(put -> put.entries(batch.stream().map(this::request).toList()));
      List<BusEntry> left = new ArrayList<>();
      for (int i = 0; i < batch.size(); i++) {
        PutEventsResultEntry result = response.entries().get(i);
        if (result.errorCode() != null) {
          BusEntry refused = batch.get(i);
          Event event = refused.event();
          Log.warn(
              "the bus refused an event",
              "code",
              result.errorCode(),
              "event",
              event.key(),
              "trace",
              event.traceId());
          left.add(refused);
        }
      }
      return left;
    } catch (SdkException e) {
      Log.error("the bus did not answer", e, "events", keys(batch));
      return batch;
    }
  }

  /** The names of events. */
  static List<String> keys(List<BusEntry> entries) {
    return entries.stream().map(entry -> entry.event().key()).toList();
  }

  private PutEventsRequestEntry request(BusEntry entry) {
    return PutEventsRequestEntry.builder()
        .eventBusName(arn)
        .source(Event.SOURCE_PREFIX + entry.source())
        .detailType(entry.type())
        .detail(entry.detail())
        .build();
  }
}
