package dev.patchbay.connectors.slack;

import dev.patchbay.connectors.spi.Memory;
import dev.patchbay.core.log.Log;
import java.time.Duration;
import java.util.Optional;

/**
 * The first message about each thing in each channel: its follow-ups go below it, or change it. Of
 * many deliveries at once one posts it, and the others wait for that. Thread-safe.
 */
final class FirstMessages {
  /** More than a call may take, so that who lost it has failed. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** Less than is left of a delivery's time once it has waited. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

  /**
   * A message.
   *
   * @param channel its id, which Slack wants for a change
   * @param time of the event that it shows
   */
  record Posted(String channel, String ts, String time) {
    private String line() {
      return channel + " " + ts + " " + time;
    }

    private static Posted of(String line) {
      String[] words = line.split(" ", 3);
      return new Posted(words[0], words[1], words[2]);
    }
  }

  /**
   * A delivery's wish.
   *
   * @param channel as the route names it
   * @param about what makes deliveries belong together
   * @param id of the delivery
   */
  record Topic(String channel, String about, String id) {
    private String key() {
      return channel.replaceFirst("^#", "") + " " + about;
    }
  }

  /** What stands. */
  sealed interface Place {
    /** There is a first message. */
    record After(Posted first) implements Place {}

    /**
     * The delivery's own to make or change, until it is kept or left.
     *
     * @param before what it would change; null for none
     */
    record Own(Posted before) implements Place {}

    /** Another delivery is at it for longer than can be waited, or nobody can tell. */
    record Busy() implements Place {}
  }

  private final Memory memory;

  FirstMessages(Memory memory) {
    this.memory = memory;
  }

  /** The place of a follow-up; its own where it is the first. */
  Place below(Topic topic) {
    return awaited(() -> memory.recall(topic.key(), topic.id(), LEASE));
  }

  /** The place of one who changes the first message, or makes it. */
  Place instead(Topic topic) {
    return awaited(() -> memory.take(topic.key(), topic.id(), LEASE));
  }

  /** What is known now, without waiting for another. */
  Optional<Posted> known(Topic topic) {
    return switch (memory.recall(topic.key(), topic.id(), LEASE)) {
      case Memory.Found.Known(String line) -> Optional.of(Posted.of(line));
      case Memory.Found.Yours _, Memory.Found.Taken _ -> Optional.empty();
    };
  }

  private interface Asking {
    Memory.Found ask();
  }

  /** Nothing was sent yet, so whatever fails here may be tried again. */
  private static Place awaited(Asking asking) {
    try {
      return waited(asking);
    } catch (RuntimeException e) {
      Log.error("first message not looked up", e, "connector", "slack");
      return new Place.Busy();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Place.Busy();
    }
  }

  private static Place waited(Asking asking) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      switch (asking.ask()) {
        case Memory.Found.Known(String line) -> {
          return new Place.After(Posted.of(line));
        }
        case Memory.Found.Yours(String line) -> {
          return new Place.Own(line == null ? null : Posted.of(line));
        }
        case Memory.Found.Taken _ -> {
          if (System.nanoTime() + pause.toNanos() > end) {
            return new Place.Busy();
          }
          Thread.sleep(pause);
          pause = pause.multipliedBy(2);
        }
      }
    }
  }

  /** The message stands, even where that cannot be remembered: then the next starts anew. */
  void keep(Topic topic, Posted posted) {
    try {
      memory.keep(topic.key(), topic.id(), posted.line());
    } catch (RuntimeException e) {
      Log.error("first message not remembered", e, "connector", "slack");
    }
  }

  /** Nothing was posted or changed: another may, at the latest when the lease ends. */
  void leave(Topic topic) {
    try {
      memory.release(topic.key(), topic.id());
    } catch (RuntimeException e) {
      Log.error("first message not left to others", e, "connector", "slack");
    }
  }
}
