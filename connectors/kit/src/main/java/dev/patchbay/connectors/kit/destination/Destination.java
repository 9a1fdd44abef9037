package dev.patchbay.connectors.kit.destination;

import dev.patchbay.connectors.spi.Addressed;
import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Memory;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.expression.Template;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.SecretRefusedException;
import dev.patchbay.core.secret.Secrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The connector with the secret of the hour: its sender, its pace and its circuits. Thread-safe.
 */
public final class Destination {
  private static final Duration SECRET_AGE = Duration.ofSeconds(30);

  /** A sender and the pace that its secret allows. */
  public record Connected(Sender sender, Pace pace, String version) {}

  private final Connector connector;
  private final ConnectorEntry entry;
  private final Secrets secrets;
  private final Memory memory;
  private final Pacer pacer;
  private final Circuits circuits;
  private Connected connected;

  /** The destination of a connector; its secret is read when the first delivery needs it. */
  public Destination(
      Connector connector,
      ConnectorEntry entry,
      Secrets secrets,
      Memory memory,
      InstantSource clock) {
    this.connector = connector;
    this.entry = entry;
    this.secrets = secrets;
    this.memory = memory;
    this.pacer = new Pacer(clock);
    this.circuits = new Circuits(entry.name(), clock);
  }

  /** What the catalog says of the connector. */
  public ConnectorEntry entry() {
    return entry;
  }

  /** Why a delivery must wait while none can work; empty where it may ask to be let through. */
  public Optional<Hold> hold(Delivery delivery) {
    Optional<Hold> hold = circuits.hold().or(() -> circuits.hold(address(connected(), delivery)));
    return hold.isPresent() && secretChanged() ? Optional.empty() : hold;
  }

  private boolean secretChanged() {
    try {
      connected();
      return !circuits.isOpen();
    } catch (RuntimeException _) { // not to be read, or not to be used: nothing has got better
      return false;
    }
  }

  /** Lets a call through: all while deliveries work, else one that probes. */
  public Optional<Hold> admit(Connected connected, Delivery delivery) {
    return circuits.admit(address(connected, delivery));
  }

  /** Nothing can work: deliveries wait, save the probes. */
  public Hold open(String reason) {
    return circuits.open(reason);
  }

  private static String address(Connected connected, Delivery delivery) {
    return connected.sender() instanceof Addressed addressed ? addressed.address(delivery) : "";
  }

  /**
   * How long a delivery of a route must stand in line; empty where there is no line. The first one
   * of an instance needs no secret to know that.
   *
   * @param parameters rendered only where the rate is one for each key
   * @param stoodInLine whether it has come at a time that it was told
   */
  public Optional<Duration> line(
      String route, Supplier<Map<String, Object>> parameters, boolean stoodInLine) {
    String key = key(parameters);
    if (!pacer.isKnown(key)) {
      return Optional.empty();
    }
    Connected connected = connected();
    boolean sharesItsTurn = stoodInLine && connected.sender() instanceof BatchSender;
    return sharesItsTurn ? Optional.empty() : pacer.line(connected.pace(), key, route, stoodInLine);
  }

  /**
   * How long a delivery must wait to keep to the rate; beyond the pace's patience, it must ask
   * again.
   */
  public Duration turn(Connected connected, Delivery delivery, boolean stoodInLine) {
    return pacer.turn(connected.pace(), key(delivery::parameters), delivery.route(), stoodInLine);
  }

  private String key(Supplier<Map<String, Object>> parameters) {
    String key = entry.rate() == null ? null : entry.rate().key();
    return key == null ? "" : Template.compile(key).render(parameters.get(), Escape.NONE);
  }

  /** What a call came to for a delivery: others may have to wait for it. */
  public void heard(Connected connected, Delivery delivery, Outcome outcome) {
    if (outcome instanceof Outcome.Throttled throttled) {
      pauseFor(delivery, entry.retry().bounded(throttled.after()));
    }
    circuits.heard(address(connected, delivery), outcome);
  }

  /** The destination said wait: all that its limit holds for do. */
  private void pauseFor(Delivery delivery, Duration wait) {
    boolean isForAll =
        entry.rate() != null && entry.rate().throttled() == ConnectorEntry.Rate.Throttled.ALL;
    if (isForAll) {
      pacer.pauseFor(wait);
    } else {
      pacer.pauseFor(key(delivery::parameters), wait);
    }
  }

  /**
   * The sender of the current secret; an open circuit closes where the secret has changed.
   *
   * @throws MisconfiguredException where the secret has no value or lacks what the connector needs
   */
  public synchronized Connected connected() {
    Secret current = secret(Secrets.ofConnector(connector.name()));
    if (connected == null || !connected.version().equals(current.version())) {
      connected =
          new Connected(
              connector.connect(new Connection(current, entry, memory)),
              Pace.of(entry.rate(), current.fields().get("rate"), entry.concurrency()),
              current.version());
      circuits.close();
    }
    return connected;
  }

  /** A text without what a destination may have quoted of the secret. */
  public String masked(String text) {
    Map<String, Object> fields = secret(Secrets.ofConnector(connector.name())).fields();
    return Mask.of(entry, fields, List::of).over(text);
  }

  private Secret secret(String name) {
    Optional<Secret> current = current(name);
    if (current.isPresent()) {
      return current.get();
    }
    if (entry.secret().isOptional()) {
      return new Secret(name, "", Map.of());
    }
    throw new MisconfiguredException(
        "secret %s has no value; set it with: aws secretsmanager create-secret --name %s (or"
                .formatted(name, name)
            + " put-secret-value --secret-id, where it exists) --secret-string '{…}'");
  }

  private Optional<Secret> current(String name) {
    try {
      Optional<Secret> known = circuits.isOpen() ? Optional.empty() : secrets.current(name);
      return known.or(() -> secrets.refreshed(name, SECRET_AGE).stream().findFirst());
    } catch (SecretRefusedException e) {
      if (entry.secret().isOptional()) {
        return Optional.empty();
      }
      throw new MisconfiguredException(e.getMessage());
    }
  }
}
