package dev.patchbay.connectors.spi;

import java.time.Duration;

/** What became of one delivery. Reasons are for people; they never hold a secret or a payload. */
public sealed interface Outcome {
  /** The destination has it; never sent again. */
  record Delivered(Receipt receipt) implements Outcome {}

  /** May work later; counts an attempt. */
  record Retry(String reason) implements Outcome {}

  /** The destination said wait; counts no attempt. */
  record Throttled(Duration after, String reason) implements Outcome {}

  /** May have been carried out: the destination is asked if it can be, else the route decides. */
  record Unknown(String reason) implements Outcome {}

  /** Will never work as it is: dead letter at once. */
  record Rejected(String reason) implements Outcome {}

  /** Nothing to this destination can work now: its circuit opens and its deliveries wait. */
  record Misconfigured(String reason) implements Outcome {}
}
