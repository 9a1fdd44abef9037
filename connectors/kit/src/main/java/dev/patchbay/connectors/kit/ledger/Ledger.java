package dev.patchbay.connectors.kit.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The record of what became of each delivery. Thread-safe; shared by every instance of every
 * function.
 */
public interface Ledger {
  /**
   * How much earlier than noted a waiting delivery may be claimed, since clocks differ a little.
   */
  Duration EARLY = Duration.ofSeconds(2);

  /** A delivery's place: its event, and where in which route it stands. */
  record Key(String event, String delivery) {
    /** The delivery's id at the destination: the same at each attempt and nowhere else. */
    public String marker() {
      try {
        byte[] digest =
            MessageDigest.getInstance("SHA-256")
                .digest((event + "\n" + delivery).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }

  /**
   * What a caller wants to make.
   *
   * @param type the event's, for whoever reads the ledger
   * @param revival what of that which was given up is begun anew
   */
  record Wish(Key key, String type, Revival revival) {}

  /** What of that which was given up is begun anew. */
  enum Revival {
    /** Nothing: another copy of the message. */
    NONE,
    /** What surely never succeeded: a person replays the event. */
    DEAD,
    /** That, and what may have been carried out: a person put this very dead letter back. */
    UNKNOWN_TOO
  }

  /** What a claim found. */
  sealed interface Claim {
    /**
     * The delivery is this caller's until the lease ends.
     *
     * @param attempts counted before this one
     * @param first when it was first claimed
     * @param last the outcome last noted, or empty
     * @param cutOff whether an earlier caller took it and never said what it came to, and nobody
     *     has found that out since
     */
    record Granted(int attempts, Instant first, String last, boolean cutOff) implements Claim {
      /** The same, once it is known what became of the attempt that was cut off. */
      public Granted outOfDoubt() {
        return new Granted(attempts, first, last, false);
      }
    }

    /** Delivered, or given up, before: nothing is to be done. */
    record Settled(String state) implements Claim {}

    /** Another caller has it until then, or its next attempt is due then. */
    record NotYet(Instant at) implements Claim {}
  }

  /**
   * What an attempt came to.
   *
   * @param state waiting, delivered, dead or unknown; undelivered comes by a destination's last
   *     word alone
   * @param counts whether it counts as an attempt
   * @param noted whether it gets a line of its own in the delivery's log, which DynamoDB bounds at
   *     400 KB
   * @param outcome a word for the log: delivered, retry, throttled …
   * @param next when it will be tried again, or null
   * @param inDoubt whether it is still not known what became of an attempt before
   */
  record Entry(
      String state,
      boolean counts,
      boolean noted,
      String outcome,
      String reason,
      String receipt,
      Instant next,
      boolean inDoubt) {
    /** One that leaves no doubt. */
    public Entry(
        String state,
        boolean counts,
        boolean noted,
        String outcome,
        String reason,
        String receipt,
        Instant next) {
      this(state, counts, noted, outcome, reason, receipt, next, false);
    }

    /** The same, while it is still not known what became of an attempt before. */
    public Entry stillInDoubt() {
      return new Entry(state, counts, noted, outcome, reason, receipt, next, true);
    }
  }

  /**
   * Takes a delivery for this caller, if it is due. A lease that has run out is a crash, and is
   * taken over.
   */
  Claim claim(Wish wish, Duration lease);

  /** Records what an attempt came to and ends the lease. */
  void record(Key key, Entry entry);
}
