package dev.patchbay.webhooks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.metric.Measurements;
import dev.patchbay.core.metric.Metric;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.webhooks.bus.BusEntry;
import dev.patchbay.webhooks.bus.EventBridgeBus;
import dev.patchbay.webhooks.bus.Overflow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts on the bus what it did not take at first. What it still does not take is reported, and comes
 * again when its visibility ends.
 */
public final class OverflowFunction implements RequestStreamHandler {
  /** The dead letters of a hop that is no connector's count under its own name. */
  private static final Measurements BURIED =
      Measurements.ofConnector("overflow").count(Metric.DEAD_LETTERS);

  /**
   * From so many receives on, three minutes apart, it is given up: a day. SQS would do so at 500
   * (template.yaml), and count nothing.
   */
  private static final int TOO_OFTEN = 480;

  private final EventBridgeBus bus;
  private final Overflow deadLetters;

  /** Lambda's constructor. */
  public OverflowFunction() {
    this(Settings.ofEnvironment());
  }

  private OverflowFunction(Settings settings) {
    this(new Wiring(settings).bus(), new Wiring(settings).overflow(settings.deadLetters()));
  }

  /**
   * @param deadLetters where a message is kept that is none of the overflow
   */
  OverflowFunction(EventBridgeBus bus, Overflow deadLetters) {
    this.bus = bus;
    this.deadLetters = deadLetters;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Map<BusEntry, Map<String, Object>> messages = new IdentityHashMap<>();
    List<BusEntry> entries = new ArrayList<>();
    List<Object> failed = new ArrayList<>();
    for (Object each : (List<?>) Json.parseObject(input.readAllBytes()).get("Records")) {
      Map<String, Object> message = Json.object(each);
      if (receives(message) >= TOO_OFTEN) {
        bury(message, "the bus has not taken it for a day", failed);
        continue;
      }
      try {
        BusEntry entry = Overflow.read((String) message.get("body"));
        entries.add(entry);
        messages.put(entry, message);
      } catch (JsonException e) {
        bury(message, "malformed message: " + e.getMessage(), failed);
      }
    }
    for (EventBridgeBus.Refused refused : bus.put(entries)) {
      Map<String, Object> message = messages.remove(refused.entry());
      if (refused.isForGood()) {
        bury(message, "the bus takes no such event: " + refused.reason(), failed);
      } else {
        failed.add(message.get("messageId"));
      }
    }
    entries.stream().filter(messages::containsKey).forEach(entry -> published(entry.event()));
    output.write(
        Json.writeBytes(
            Map.of(
                "batchItemFailures",
                failed.stream().map(id -> Map.of("itemIdentifier", id)).toList())));
  }

  private static int receives(Map<String, Object> message) {
    return message.get("attributes") instanceof Map<?, ?> attributes
            && attributes.get("ApproximateReceiveCount") instanceof String count
        ? Integer.parseInt(count)
        : 0;
  }

  /** What no later attempt mends is kept for a person; where that fails, it comes again. */
  private void bury(Map<String, Object> message, String reason, List<Object> failed) {
    Object id = message.get("messageId");
    boolean buried = deadLetters.bury((String) message.get("body"), reason);
    if (!buried) {
      failed.add(id);
    }
    Log.warn(
        buried ? BURIED : null,
        "message kept among the dead letters",
        "messageId",
        id,
        "reason",
        reason);
  }

  /** It was counted when the overflow queue accepted it. */
  private static void published(Event event) {
    Log.info(
        "event published late",
        "event",
        event.key(),
        "type",
        event.type(),
        "receivedAt",
        event.receivedAt(),
        "trace",
        event.traceId());
  }
}
