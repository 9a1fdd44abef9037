package dev.patchbay.connectors.kit.queue;

import java.time.Duration;
import java.util.Map;

/** The connector's queue and its dead letters, as far as a delivery needs them. Thread-safe. */
public interface Queue {
  /** SQS's longest visibility, from a message's first receive. */
  Duration LONGEST = Duration.ofHours(12).minusMinutes(5);

  /** Hides each message, named by its receipt handle, for so long, cut to {@link #LONGEST}. */
  void hide(Map<String, Duration> pauses);

  /** Keeps a message as a dead letter, with attributes that a queue browser shows. */
  void bury(String body, Map<String, String> attributes);
}
