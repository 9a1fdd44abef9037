package dev.patchbay.webhooks.bus;

import java.util.List;

/** A bus that keeps in a queue what EventBridge does not take. Thread-safe. */
public record OverflowingBus(EventBridgeBus bus, Overflow overflow) implements Bus {
  @Override
  public void publish(List<BusEntry> entries) {
    List<BusEntry> left = bus.put(entries);
    if (!left.isEmpty()) {
      overflow.keep(left);
    }
  }
}
