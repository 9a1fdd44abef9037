package dev.patchbay.core.setting;

import java.util.function.Supplier;

/** A part that is made when it is first needed, and then kept. Thread-safe. */
public final class Once<T> implements Supplier<T> {
  private final Supplier<T> make;
  private T made;

  private Once(Supplier<T> make) {
    this.make = make;
  }

  /** Of what this makes. */
  public static <T> Once<T> of(Supplier<T> make) {
    return new Once<>(make);
  }

  @Override
  public synchronized T get() {
    if (made == null) {
      made = make.get();
    }
    return made;
  }
}
