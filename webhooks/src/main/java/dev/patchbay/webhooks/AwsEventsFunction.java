package dev.patchbay.webhooks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.metric.Measurements;
import dev.patchbay.core.metric.Metric;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.webhooks.bus.Overflow;
import dev.patchbay.webhooks.intake.AwsEvents;
import dev.patchbay.webhooks.intake.AwsEvents.UnreadableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes AWS's own events from the queue that rules of the default bus and pipes fill, and from
 * queues of the user's own, whose messages are events themselves. What can never be read is kept
 * among the dead letters at once; what cannot be taken now is reported, and comes again when its
 * visibility ends.
 */
public final class AwsEventsFunction implements RequestStreamHandler {
  /** The dead letters of a hop that is no connector's count under its own name. */
  private static final Measurements BURIED =
      Measurements.ofConnector("aws-events").count(Metric.DEAD_LETTERS);

  /**
   * From so many receives on, six minutes apart, it is given up: most of a day. SQS would do so at
   * 240 (template.yaml), and count nothing. A queue of the user's own has a limit of its own.
   */
  private static final int TOO_OFTEN = 230;

  private final AwsEvents events;
  private final String queue;
  private final Overflow deadLetters;

  /** Lambda's constructor. */
  public AwsEventsFunction() {
    this(Settings.ofEnvironment());
  }

  private AwsEventsFunction(Settings settings) {
    this(
        new Wiring(settings).awsEvents(),
        settings.queue(),
        new Wiring(settings).overflow(settings.deadLetters()));
  }

  /**
   * @param queueUrl of the queue that rules and pipes fill
   * @param deadLetters where a message is kept that is no event
   */
  AwsEventsFunction(AwsEvents events, String queueUrl, Overflow deadLetters) {
    this.events = events;
    this.queue = ":" + queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
    this.deadLetters = deadLetters;
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    List<Object> failures = new ArrayList<>();
    for (Object each : (List<?>) Json.parseObject(input.readAllBytes()).get("Records")) {
      Map<String, Object> message = Json.object(each);
      if (!isTaken(message)) {
        failures.add(Map.of("itemIdentifier", message.get("messageId")));
      }
    }
    output.write(Json.writeBytes(Map.of("batchItemFailures", failures)));
  }

  /** Whether it needs not come again: published, or kept for a person. */
  private boolean isTaken(Map<String, Object> message) {
    String body = (String) message.get("body");
    boolean isOurs = String.valueOf(message.get("eventSourceARN")).endsWith(queue);
    if (isOurs && receives(message) >= TOO_OFTEN) {
      return isBuried(message, body, "the bus has not taken it for a day");
    }
    try {
      List<Letter> unreadable = take(isOurs ? all(body) : List.of(message));
      return unreadable.stream()
          .allMatch(letter -> isBuried(message, Json.write(letter.event()), letter.reason()));
    } catch (UnreadableException e) {
      return isBuried(message, body, "malformed message: " + e.getMessage());
    } catch (RuntimeException e) {
      Log.error("event of AWS not taken", e, "messageId", message.get("messageId"));
      return false;
    }
  }

  private static int receives(Map<String, Object> message) {
    return message.get("attributes") instanceof Map<?, ?> attributes
            && attributes.get("ApproximateReceiveCount") instanceof String count
        ? Integer.parseInt(count)
        : 0;
  }

  /** A pipe may hand over several records at once. */
  private static List<?> all(String body) {
    try {
      return Json.parse(body) instanceof List<?> list ? list : List.of(Json.parseObject(body));
    } catch (JsonException e) {
      throw new UnreadableException(e.getMessage(), e);
    }
  }

  /** A record that can never be read. As it is kept, it can be put back by itself. */
  private record Letter(Object event, String reason) {}

  /** Takes those that can be read, and then says which cannot. */
  private List<Letter> take(List<?> all) {
    List<Letter> unreadable = new ArrayList<>();
    for (Object event : all) {
      try {
        events.take(Json.object(event));
      } catch (UnreadableException | JsonException e) {
        unreadable.add(new Letter(event, "malformed message: " + e.getMessage()));
      }
    }
    return unreadable;
  }

  /** What no later attempt mends is kept for a person; where that fails, it comes again. */
  private boolean isBuried(Map<String, Object> message, String body, String reason) {
    boolean isBuried = deadLetters.bury(body, reason);
    Log.warn(
        isBuried ? BURIED : null,
        "message kept among the dead letters",
        "messageId",
        message.get("messageId"),
        "reason",
        reason);
    return isBuried;
  }
}
