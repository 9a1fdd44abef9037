package dev.patchbay.connectors.spi;

import java.time.Duration;

/** What became of one delivery. Reasons are for people; they never hold a secret or a payload. */
public sealed interface Outcome {
  /** Whether the destination itself failed. */
  default boolean isFault() {
    return this instanceof Retry retry && retry.isDown()
        || this instanceof Unknown unknown && unknown.isDown();
  }

  /** The destination has it; never sent again. */
  record Delivered(Receipt receipt) implements Outcome {}

  /**
   * May work later; counts an attempt.
   *
   * @param isDown whether the destination itself failed: it could not be reached, answered 5xx, or
   *     not in time
   */
  record Retry(String reason, boolean isDown) implements Outcome {
    /** One that says nothing of the destination. */
    public Retry(String reason) {
      this(reason, false);
    }
  }

  /** The destination said wait; counts no attempt. */
  record Throttled(Duration after, String reason) implements Outcome {}

  /**
   * May have been carried out: the destination is asked if it can be, else the route decides.
   *
   * @param isDown as in {@link Retry}
   */
  record Unknown(String reason, boolean isDown) implements Outcome {
    /** One that says nothing of the destination. */
    public Unknown(String reason) {
      this(reason, false);
    }
  }

  /** Will never work as it is: dead letter at once. */
  record Rejected(String reason) implements Outcome {}

  /** Nothing to this destination can work now: its circuit opens and its deliveries wait. */
  record Misconfigured(String reason) implements Outcome {}
}
