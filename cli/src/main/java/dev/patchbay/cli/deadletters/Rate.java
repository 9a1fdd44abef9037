package dev.patchbay.cli.deadletters;

import java.util.concurrent.TimeUnit;

/** So many a second, for everybody together. Thread-safe. */
final class Rate {
  private final int perSecond;
  private long free = System.nanoTime();

  /**
   * @param perSecond at least 1
   */
  Rate(int perSecond) {
    this.perSecond = perSecond;
  }

  /** Waits until so many more may go; false where the thread is to stop instead. */
  boolean await(int count) {
    try {
      TimeUnit.NANOSECONDS.sleep(turn(count) - System.nanoTime());
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized long turn(int count) {
    long turn = Math.max(free, System.nanoTime());
    free = turn + count * TimeUnit.SECONDS.toNanos(1) / perSecond;
    return turn;
  }
}
