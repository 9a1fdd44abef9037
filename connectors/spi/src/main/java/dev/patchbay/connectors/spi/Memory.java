package dev.patchbay.connectors.spi;

import java.time.Duration;

/**
 * What a connector remembers of one delivery for later ones, such as the first message of a thread:
 * small texts by key, one memory for all instances of a connector's function, each kept for 30 days
 * after it was last written. Thread-safe.
 *
 * <p>Who finds nothing under a key holds it until the lease ends, so that of many deliveries about
 * one thing only one becomes the first. A holder is named by its delivery's id, and finds its own
 * key again when it is tried anew.
 */
public interface Memory {
  /** What is found under a key. */
  sealed interface Found {
    /** It is remembered, and nobody's to change by this answer. */
    record Known(String value) implements Found {}

    /**
     * The caller holds the key: it keeps a value or lets go.
     *
     * @param value what was remembered so far, or null
     */
    record Yours(String value) implements Found {}

    /** Another holds it, for so long at most. */
    record Taken(Duration left) implements Found {}
  }

  /** Reads a key; takes it where nothing is remembered under it. */
  Found recall(String key, String holder, Duration lease);

  /** Takes a key whatever is remembered under it: never {@link Found.Known}. */
  Found take(String key, String holder, Duration lease);

  /**
   * Remembers a value, of at most 4000 characters, and lets go.
   *
   * @return whether it is remembered now: not so where another has taken the key meanwhile
   */
  boolean keep(String key, String holder, String value);

  /** Lets go of a key, whatever is remembered under it; of one that another has taken, nothing. */
  void release(String key, String holder);
}
