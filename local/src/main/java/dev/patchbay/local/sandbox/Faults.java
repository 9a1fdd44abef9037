package dev.patchbay.local.sandbox;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Which stand-ins were told to fail, until the hub stops. Thread-safe. */
public final class Faults {
  private final InstantSource clock;
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();

  public Faults(InstantSource clock) {
    this.clock = clock;
  }

  /** How a connector's stand-in fails now; empty where it is well. */
  Optional<Fault> of(String connector) {
    return Optional.ofNullable(faults.get(connector))
        .filter(fault -> fault.until().isAfter(clock.instant()));
  }

  /** Tells a stand-in to fail. */
  Fault put(String connector, Map<String, Object> wish) {
    Fault fault = Fault.of(wish, clock.instant());
    faults.put(connector, fault);
    return fault;
  }

  /** Makes a stand-in well. */
  void clear(String connector) {
    faults.remove(connector);
  }

  /** Those that fail now, by connector. */
  Map<String, Object> all() {
    Map<String, Object> all = new TreeMap<>();
    faults.keySet().forEach(name -> of(name).ifPresent(fault -> all.put(name, fault.shown())));
    return all;
  }
}
