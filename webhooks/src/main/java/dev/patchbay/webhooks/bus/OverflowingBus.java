package dev.patchbay.webhooks.bus;

import java.util.List;

/** A bus that keeps in a queue what EventBridge does not take. Thread-safe. */
public record OverflowingBus(EventBridgeBus bus, Overflow overflow) implements Bus {
  @Override
  public void publish(List<BusEntry> entries) {
    List<EventBridgeBus.Refused> refused = bus.put(entries);
    if (!refused.isEmpty()) {
      overflow.keep(refused.stream().map(EventBridgeBus.Refused::entry).toList());
    }
  }
}
