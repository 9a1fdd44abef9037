package dev.patchbay.webhooks;

import dev.patchbay.core.event.Event;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** An EventBridge bus: at most 10 entries and 1 MiB in a call (PutEvents). */
final class EventBridgeBus implements Bus {
  private static final int MOST_ENTRIES = 10;
  private static final int MOST_BYTES = 1_000_000;

  private final EventBridgeClient client;
  private final String arn;

  EventBridgeBus(EventBridgeClient client, String arn) {
    this.client = client;
    this.arn = arn;
  }

  @Override
  public void publish(List<BusEntry> entries) {
    List<PutEventsRequestEntry> batch = new ArrayList<>();
    int bytes = 0;
    for (BusEntry entry : entries) {
      if (batch.size() == MOST_ENTRIES || bytes + entry.size() > MOST_BYTES) {
        put(batch);
        batch.clear();
        bytes = 0;
      }
      batch.add(of(entry));
      bytes += entry.size();
    }
    if (!batch.isEmpty()) {
      put(batch);
    }
  }

  private PutEventsRequestEntry of(BusEntry entry) {
    return PutEventsRequestEntry.builder()
        .eventBusName(arn)
        .source(Event.SOURCE_PREFIX + entry.source())
        .detailType(entry.type())
        .detail(entry.detail())
        .build();
  }

  private void put(List<PutEventsRequestEntry> batch) {
    PutEventsResponse response;
    try {
      response = client.putEvents(put -> put.entries(batch));
    } catch (SdkException e) {
      throw new NotAcceptedException("PutEvents failed", e);
    }
    if (response.failedEntryCount() != null && response.failedEntryCount() > 0) {
      throw new NotAcceptedException(
          response.entries().stream()
              .map(entry -> entry.errorCode())
              .filter(java.util.Objects::nonNull)
              .findFirst()
              .orElse("unknown"),
          null);
    }
  }
}
