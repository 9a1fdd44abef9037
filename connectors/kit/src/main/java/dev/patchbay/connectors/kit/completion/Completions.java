package dev.patchbay.connectors.kit.completion;

import dev.patchbay.connectors.kit.ledger.Ledger;

/**
 * The ledger as far as destinations' last words are concerned: what became of a delivery after its
 * destination had taken it. Thread-safe.
 */
public interface Completions {
  /**
   * A destination's last word on a delivery.
   *
   * @param receipt what the destination calls the delivery
   * @param reason why it did not arrive
   */
  record Word(Ledger.Key key, String receipt, boolean arrived, String reason) {}

  /** What became of a word. */
  enum Effect {
    /** The ledger has it. */
    WRITTEN,
    /** The delivery's own record is not yet written. */
    TOO_EARLY,
    /** There is no such delivery, or it has had its last word, or it is to be made again. */
    NONE
  }

  /**
   * Writes a word where it tells something new: of a delivery that was made under this receipt, and
   * had no word yet; of one whose outcome was unknown, which it then proves; and, if it arrived, of
   * one that would else be tried again.
   */
  Effect complete(Word word);
}
