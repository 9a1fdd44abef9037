package dev.patchbay.connectors.testkit;

import dev.patchbay.connectors.spi.Memory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** A memory of one process, held to the same contract as DynamoDB's. Thread-safe. */
public final class InMemoryMemory implements Memory {
  private record Item(String value, String holder, Instant until) {
    private Item of(String taker, Instant end) {
      return new Item(value, taker, end);
    }
  }

  private static final Item NOTHING = new Item(null, null, null);

  private final InstantSource clock;
  private final Map<String, Item> items = new HashMap<>();

  public InMemoryMemory(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Found recall(String key, String holder, Duration lease) {
    Item item = items.getOrDefault(key, NOTHING);
    return item.value() == null ? take(key, holder, lease) : new Found.Known(item.value());
  }

  @Override
  public synchronized Found take(String key, String holder, Duration lease) {
    Instant now = clock.instant();
    Item item = items.getOrDefault(key, NOTHING);
    if (item.until() != null && !item.until().isBefore(now) && !item.holder().equals(holder)) {
      return new Found.Taken(Duration.between(now, item.until()));
    }
    items.put(key, item.of(holder, now.plus(lease)));
    return new Found.Yours(item.value());
  }

  @Override
  public synchronized boolean keep(String key, String holder, String value) {
    boolean isHeld = holder.equals(items.getOrDefault(key, NOTHING).holder());
    if (isHeld) {
      items.put(key, new Item(value, null, null));
    }
    return isHeld;
  }

  @Override
  public synchronized void release(String key, String holder) {
    Item item = items.getOrDefault(key, NOTHING);
    if (holder.equals(item.holder())) {
      items.put(key, item.of(null, null));
    }
  }
}
