package dev.patchbay.connectors.spi;

import java.util.function.Supplier;

/**
 * What a destination answers, told from within an SDK: its transport reads the answer, and knows
 * nothing of the delivery that it is for.
 */
public final class Answers {
  private static final ScopedValue<Delivery> UNDER_WAY = ScopedValue.newInstance();

  private Answers() {}

  /** Makes the calls of a delivery, which hears their answers as far as this thread reads them. */
  public static Outcome to(Delivery delivery, Supplier<Outcome> calls) {
    return ScopedValue.where(UNDER_WAY, delivery).call(calls::get);
  }

  /** Tells the delivery under way what was answered; no address and no token may be in it. */
  public static void heard(String body) {
    if (UNDER_WAY.isBound()) {
      UNDER_WAY.get().heard(body);
    }
  }
}
