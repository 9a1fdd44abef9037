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

  /**
   * Makes parts on a thread of its own, one after the other, while the start goes on: where there
   * is a second processor the start is shorter by what they take. Whoever needs one meanwhile waits
   * for it. A part that fails is made again by whoever needs it, who then sees the failure.
   *
   * @return the thread, for those who must not go on before it has ended
   */
  public static Thread begin(Supplier<?>... parts) {
    return Thread.ofPlatform()
        .daemon()
        .name("start")
        .start(
            () -> {
              for (Supplier<?> part : parts) {
                tried(part);
              }
            });
  }

  private static void tried(Supplier<?> part) {
    try {
      part.get();
    } catch (RuntimeException | LinkageError _) { // whoever needs it will say so
    }
  }

  @Override
  public synchronized T get() {
    if (made == null) {
      made = make.get();
    }
    return made;
  }
}
