package dev.patchbay.connectors.kit;

import java.time.Duration;
import java.time.Instant;

/** The record of what became of each delivery. Thread-safe; shared by every instance of every function. */
interface Ledger {
  /** A delivery's place: its event, and where in which route it stands. */
  record Key(String event, String delivery) {}

  /** What a claim found. */
  sealed interface Claim {
    /**
     * The delivery is this caller's until the lease ends.
     *
     * @param attempts counted before this one
     * @param first when it was first claimed
     */
    record Granted(int attempts, Instant first) implements Claim {}

    /** Delivered, or given up, before: nothing is to be done. */
    record Settled(String state) implements Claim {}

    /** Another caller has it until then. */
    record Leased(Instant until) implements Claim {}
  }

  /**
   * What an attempt came to.
   *
   * @param state waiting, delivered, dead or unknown
   * @param counts whether it counts as an attempt
   * @param outcome a word for the log: delivered, retry, throttled …
   * @param next when it will be tried again, or null
   */
  record Entry(
      String state, boolean counts, String outcome, String reason, String receipt, Instant next) {}

  /** Takes a delivery for this caller. A lease that has run out is a crash, and is taken over. */
  Claim claim(Key key, String type, Duration lease);

  /** Records what an attempt came to and ends the lease. */
  void record(Key key, Entry entry);
}
