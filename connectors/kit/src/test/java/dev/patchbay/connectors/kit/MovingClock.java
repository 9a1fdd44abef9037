package dev.patchbay.connectors.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is moved. */
public final class MovingClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-23T10:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** Lets so much time go by. */
  public void move(Duration by) {
    now = now.plus(by);
  }
}
