package dev.patchbay.local.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/**
 * The time by which the laptop retries, redrives and expires, and its one timer. A test may move it
 * on; real time then goes on from there. Thread-safe.
 */
public final class HubClock implements InstantSource, AutoCloseable {
  private record Timer(Instant at, long number, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Clock real = Clock.systemUTC();
  private Duration offset = Duration.ZERO;
  private long count;
  private boolean open = true;

  public HubClock() {
    Thread.ofPlatform().daemon().name("hub-clock").start(this::run);
  }

  @Override
  public synchronized Instant instant() {
    return real.instant().plus(offset);
  }

  /** Moves time on; what falls due on the way runs soon after, in order. */
  public synchronized void advance(Duration by) {
    offset = offset.plus(by);
    notifyAll();
  }

  /** Runs a short task on the clock's thread when its time has come. */
  public synchronized void at(Instant time, Runnable task) {
    timers.add(new Timer(time, count++, task));
    notifyAll();
  }

  private void run() {
    try {
      for (Runnable task = next(); task != null; task = next()) {
        task.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Runnable next() throws InterruptedException {
    while (open) {
      Timer timer = timers.peek();
      if (timer == null) {
        wait();
        continue;
      }
      Duration pause = Duration.between(instant(), timer.at());
      if (!pause.isPositive()) {
        return timers.remove().task();
      }
      wait(pause.toMillis() + 1);
    }
    return null;
  }

  @Override
  public synchronized void close() {
    open = false;
    notifyAll();
  }
}
