package dev.patchbay.connectors.kit.destination;

import dev.patchbay.connectors.spi.Outcome;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The circuits of a connector: one that its secret opens, and one for each host that fails.
 * Thread-safe.
 */
final class Circuits {
  private final String connector;
  private final InstantSource clock;
  private final Circuit misconfigured;

  /** By address, those that had a failure and no success since. */
  private final Map<String, Circuit> down = new ConcurrentHashMap<>();

  Circuits(String connector, InstantSource clock) {
    this.connector = connector;
    this.clock = clock;
    this.misconfigured = new Circuit(Circuit.Kind.MISCONFIGURED, connector, "", clock);
  }

  /** Why no delivery can be tried now. */
  Optional<Hold> hold() {
    return misconfigured.hold();
  }

  /** Why none to this address can. */
  Optional<Hold> hold(String address) {
    Circuit circuit = down.get(address);
    return circuit == null ? Optional.empty() : circuit.hold();
  }

  /** Lets a call to an address through, or says why not. */
  Optional<Hold> admit(String address) {
    Circuit circuit = down.get(address);
    Optional<Hold> hold = circuit == null ? Optional.empty() : circuit.admit();
    return hold.isPresent() ? hold : misconfigured.admit();
  }

  /** No delivery can work with this secret. */
  Hold open(String reason) {
    return misconfigured.failed(reason);
  }

  /** What a call to an address came to. */
  void heard(String address, Outcome outcome) {
    if (outcome instanceof Outcome.Delivered) {
      misconfigured.close();
    }
    Optional<String> failure = failure(outcome);
    if (failure.isPresent()) {
      down.computeIfAbsent(address, this::circuit).failed(failure.get());
    } else if (isAnswer(outcome)) {
      Optional.ofNullable(down.remove(address)).ifPresent(Circuit::close);
    }
  }

  private Circuit circuit(String address) {
    return new Circuit(Circuit.Kind.DOWN, connector, address, clock);
  }

  private static Optional<String> failure(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Retry(String reason, boolean isDown) when isDown -> Optional.of(reason);
      case Outcome.Unknown(String reason, boolean isDown) when isDown -> Optional.of(reason);
      default -> Optional.empty();
    };
  }

  /** Whether the destination is at work, whatever it thinks of the delivery. */
  private static boolean isAnswer(Outcome outcome) {
    return !(outcome instanceof Outcome.Retry || outcome instanceof Outcome.Unknown);
  }

  /** What held deliveries back holds no more: the secret is another. */
  void close() {
    misconfigured.close();
    down.values().forEach(Circuit::close);
    down.clear();
  }

  boolean isOpen() {
    return misconfigured.isOpen() || down.values().stream().anyMatch(Circuit::isOpen);
  }
}
