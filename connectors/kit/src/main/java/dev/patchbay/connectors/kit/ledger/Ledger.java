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
   * @param posted when the event's source posted it. What was given up before that is begun anew
   *     too: the source was asked to post it again. Null where that is not known
   */
  record Wish(Key key, String type, Revival revival, Instant posted) {
    /** One of an event of which it is not known when it was posted. */
    public Wish(Key key, String type, Revival revival) {
      this(key, type, revival, null);
    }
  }

  /** What of that which was given up is begun anew. */
  enum Revival {
    /** Nothing: another copy of the message. */
    NONE,
    /**
     * What surely never succeeded: a person replays the event. What a digest was to tell is looked
     * up anew too, since that may never have succeeded either.
     */
    DEAD,
    /** That, and what may have been carried out: a person put this very dead letter back. */
    UNKNOWN_TOO
  }

  /** What a claim found. */
  sealed interface Claim {
    /**
     * The delivery is this caller's until the lease ends.
     *
     * @param holder what the ledger knows this claim by, and no other
     * @param attempts counted before this one, those that were cut off among them
     * @param first when it was first claimed
     * @param last the outcome last noted, or empty
     * @param inDoubt whether an attempt before may have been carried out, and nobody has found that
     *     out since
     * @param cutOff when the caller claimed it that had it before this one, and never said what it
     *     came to; null where there was none
     * @param answer what is kept of the destination's last answer, or empty
     * @param window that of a digest in which it was before, or null
     */
    record Granted(
        String holder,
        int attempts,
        Instant first,
        String last,
        boolean inDoubt,
        Instant cutOff,
        String answer,
        String window)
        implements Claim {
      /** The same, once it is known what became of the attempt before. */
      public Granted outOfDoubt() {
        return new Granted(holder, attempts, first, last, false, cutOff, answer, window);
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
   * @param answer what the destination answered; empty where it did not, null where it was not
   *     asked and what is kept of its last answer stays
   * @param window that of the digest in which it is; null leaves what was said before
   */
  record Entry(
      String state,
      boolean counts,
      boolean noted,
      String outcome,
      String reason,
      String receipt,
      Instant next,
      boolean inDoubt,
      String answer,
      String window) {
    /** One that leaves no doubt. */
    public Entry(
        String state,
        boolean counts,
        boolean noted,
        String outcome,
        String reason,
        String receipt,
        Instant next) {
      this(state, counts, noted, outcome, reason, receipt, next, false, null, null);
    }

    /** What may have been carried out is in doubt whoever says so. */
    @Override
    public boolean inDoubt() {
      return inDoubt || state.equals("unknown");
    }

    /** The same, while it is still not known what became of an attempt before. */
    public Entry stillInDoubt() {
      return new Entry(state, counts, noted, outcome, reason, receipt, next, true, answer, window);
    }

    /** The same, with what the destination answered. */
    public Entry answered(String answer) {
      return new Entry(
          state, counts, noted, outcome, reason, receipt, next, inDoubt, answer, window);
    }

    /** The same, in the window of a digest. */
    public Entry in(String window) {
      return new Entry(
          state, counts, noted, outcome, reason, receipt, next, inDoubt, answer, window);
    }
  }

  /**
   * Takes a delivery for this caller, if it is due. A lease that has run out is a crash: it is
   * taken over, and counts as an attempt. To ask twice in one claim, since an answer was lost,
   * takes it once.
   */
  Claim claim(Wish wish, Duration lease);

  /**
   * Records what an attempt came to and ends the lease. To record it twice, since an answer was
   * lost, counts it once.
   *
   * @return whether it stands: what another caller has taken over since is that one's to record,
   *     save that it was delivered, which stands whoever says it first
   */
  boolean record(Key key, Claim.Granted claim, Entry entry);

  /** The state of a delivery; empty where nothing is known of it. */
  String state(Key key);
}
