package dev.patchbay.webhooks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.webhooks.intake.AwsEvents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes AWS's own events from the queue that rules of the default bus and pipes fill, and from
 * queues of the user's own, whose messages are events themselves. A message that cannot be taken is
 * reported, stays in its queue and ends among its dead letters.
 */
public final class AwsEventsFunction implements RequestStreamHandler {
  private final AwsEvents events;
  private final String queue;

  /** Lambda's constructor. */
  public AwsEventsFunction() {
    this(new Wiring(Settings.ofEnvironment()).awsEvents(), Settings.ofEnvironment().queue());
  }

  /**
   * @param queueUrl of the queue that rules and pipes fill
   */
  AwsEventsFunction(AwsEvents events, String queueUrl) {
    this.events = events;
    this.queue = ":" + queueUrl.substring(queueUrl.lastIndexOf('/') + 1);
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    List<Object> failures = new ArrayList<>();
    for (Object each : (List<?>) Json.parseObject(input.readAllBytes()).get("Records")) {
      Map<String, Object> message = Json.object(each);
      try {
        take(message);
      } catch (RuntimeException e) {
        Log.error("event of AWS not taken", e, "messageId", message.get("messageId"));
        failures.add(Map.of("itemIdentifier", message.get("messageId")));
      }
    }
    output.write(Json.writeBytes(Map.of("batchItemFailures", failures)));
  }

  private void take(Map<String, Object> message) {
    if (!String.valueOf(message.get("eventSourceARN")).endsWith(queue)) {
      events.take(message);
      return;
    }
    Object body = Json.parse((String) message.get("body"));
    // A pipe may hand over several records at once.
    List<?> all = body instanceof List<?> list ? list : List.of(body);
    all.forEach(event -> events.take(Json.object(event)));
  }
}
