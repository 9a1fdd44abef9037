package dev.patchbay.connectors.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved, or until it is told to run. */
public final class MovingClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");

  private volatile long started = -1;

  @Override
  public Instant instant() {
    return started < 0 ? now : now.plusNanos(System.nanoTime() - started);
  }

  /** Goes on by itself from now on. */
  public void runs() {
    started = System.nanoTime();
  }

  /** Lets so much time go by. */
  public void move(Duration by) {
    now = now.plus(by);
  }
}
