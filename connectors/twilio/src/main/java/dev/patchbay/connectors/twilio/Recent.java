package dev.patchbay.connectors.twilio;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What this function has sent of late: since Twilio keeps no marker of ours, it tells one message
 * from another with the same words. Bounded; thread-safe.
 */
final class Recent {
  private static final int MOST = 1000;

  /** Message or call to delivery. */
  private final SequencedMap<String, String> sent = bounded();

  /** Delivery to when it was first sent with no word of what came of it. */
  private final SequencedMap<String, Instant> doubtful = bounded();

  private static <V> SequencedMap<String, V> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MOST;
      }
    };
  }

  synchronized void sent(String sid, String delivery) {
    sent.put(sid, delivery);
    doubtful.remove(delivery);
  }

  synchronized void doubt(String delivery, Instant begun) {
    doubtful.putIfAbsent(delivery, begun);
  }

  /** Since when it is doubtful whether a delivery was made. */
  synchronized Optional<Instant> doubtfulSince(String delivery) {
    return Optional.ofNullable(doubtful.get(delivery));
  }

  /** Whether a message is known to be another delivery's. */
  synchronized boolean isOfAnother(String sid, String delivery) {
    return sent.containsKey(sid) && !sent.get(sid).equals(delivery);
  }
}
