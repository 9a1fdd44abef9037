package dev.patchbay.connectors.kit.delivery;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A message and how far it has come. Written by one thread at a time. */
final class Work {
  /**
   * SQS gives up what it has handed out 1000 times (connectors/template.yaml), as may happen within
   * half an hour where a destination says "in a second" each time. After so many receives each
   * pause is longer than the one before by that much, so that 1000 of them last more than a day.
   */
  private static final int OFTEN = 100;

  private static final Duration SLOWER = Duration.ofMillis(250);

  final SQSEvent.SQSMessage message;
  final List<Stage.Ready> sharing = new ArrayList<>();
  Optional<Duration> wait = Optional.empty();
  String event;
  boolean isUnfinished;

  Work(SQSEvent.SQSMessage message) {
    this.message = message;
  }

  /** Whether it was handed out to nobody before. */
  boolean isNew() {
    return receives() == 1;
  }

  Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    message
        .getMessageAttributes()
        .forEach((name, attribute) -> attributes.put(name, attribute.getStringValue()));
    return attributes;
  }

  int receives() {
    String count = message.getAttributes().get("ApproximateReceiveCount");
    return count == null ? 0 : Integer.parseInt(count);
  }

  /** When it came into the queue; now or later where that is not known. */
  Instant sent() {
    String millis = message.getAttributes().get("SentTimestamp");
    return millis == null ? Instant.MAX : Instant.ofEpochMilli(Long.parseLong(millis));
  }

  /** How long it waits, and no shorter than lets its age limit come before SQS gives it up. */
  Duration pause(Duration asked) {
    Duration least = SLOWER.multipliedBy(Math.max(0, receives() - OFTEN));
    return asked.compareTo(least) < 0 ? least : asked;
  }

  /** The message comes again after the shortest of its deliveries' waits. */
  void waits(Optional<Duration> other) {
    if (wait.isEmpty() || (other.isPresent() && other.get().compareTo(wait.get()) < 0)) {
      wait = other;
    }
  }
}
