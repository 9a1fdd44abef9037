package dev.patchbay.webhooks.bus;

import dev.patchbay.core.event.Event;
import dev.patchbay.core.log.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/** An EventBridge bus. Thread-safe. */
public final class EventBridgeBus {
  /** A request that EventBridge takes apart for no one: one of its entries is at fault. */
  private static final String INVALID = "ValidationException";

  /**
   * Of an entry that is at fault itself
   * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html).
   */
  private static final Set<String> FOR_GOOD = Set.of("InvalidArgument", "MalformedDetail");

  private final Supplier<EventBridgeClient> client;
  private final String arn;

  /**
   * @param arn of the bus
   */
  public EventBridgeBus(Supplier<EventBridgeClient> client, String arn) {
    this.client = client;
    this.arn = arn;
  }

  /**
   * An entry that the bus did not take.
   *
   * @param reason as EventBridge named it
   * @param isForGood whether it never will: the entry itself is at fault
   */
  public record Refused(BusEntry entry, String reason, boolean isForGood) {}

  /** Puts entries on the bus and gives back those that it did not take. */
  public List<Refused> put(List<BusEntry> entries) {
    List<Refused> refused = new ArrayList<>();
    Batches.of(entries, BusEntry::size).forEach(batch -> refused.addAll(putBatch(batch)));
    return refused;
  }

  private List<Refused> putBatch(List<BusEntry> batch) {
    try {
      return refused(batch, request(batch));
    } catch (SdkException e) {
      boolean isInvalid =
          e instanceof AwsServiceException said
              && said.awsErrorDetails() != null
              && INVALID.equals(said.awsErrorDetails().errorCode());
      if (isInvalid && batch.size() > 1) { // one entry spoils the request of all
        return batch.stream().flatMap(entry -> putBatch(List.of(entry)).stream()).toList();
      }
      Log.error("the bus did not answer", e, "events", keys(batch));
      String reason = isInvalid ? INVALID : "the bus did not answer";
      return batch.stream().map(entry -> new Refused(entry, reason, isInvalid)).toList();
    }
  }

  private PutEventsResponse request(List<BusEntry> batch) {
    return client.get().putEvents(put -> put.entries(batch.stream().map(this::request).toList()));
  }

  private static List<Refused> refused(List<BusEntry> batch, PutEventsResponse response) {
    List<Refused> refused = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      String code = response.entries().get(i).errorCode();
      if (code != null) {
        Event event = batch.get(i).event();
        Log.warn(
            "the bus refused an event",
            "code",
            code,
            "event",
            event.key(),
            "trace",
            event.traceId());
        refused.add(new Refused(batch.get(i), code, FOR_GOOD.contains(code)));
      }
    }
    return refused;
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
