package dev.patchbay.connectors.spi;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Turns of the destination's rate for what a delivery calls beyond its first call, for which the
 * kit has taken one: where a redirect is followed, or a call is made again with another token.
 */
public final class Turns {
  private static final ScopedValue<BooleanSupplier> FURTHER = ScopedValue.newInstance();

  private Turns() {}

  /** Makes the calls of a delivery, each of which beyond the first takes a turn of these. */
  public static Outcome of(BooleanSupplier further, Supplier<Outcome> calls) {
    return ScopedValue.where(FURTHER, further).call(calls::get);
  }

  /**
   * Takes the turn of a further call of the delivery under way, for which it may wait.
   *
   * @return whether there is one, with time left to wait for the answer
   */
  public static boolean further() {
    return !FURTHER.isBound() || FURTHER.get().getAsBoolean();
  }

  /** What a delivery comes to that needs a further call and has no turn for it. */
  public static Outcome none() {
    return new Outcome.Retry("it takes another call, and the destination's rate leaves none");
  }
}
