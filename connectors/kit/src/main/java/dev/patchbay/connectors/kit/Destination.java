package dev.patchbay.connectors.kit;

import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** The connector with the secret of the hour: its sender, its pace and its circuit. Thread-safe. */
final class Destination {
  private static final Duration SECRET_AGE = Duration.ofSeconds(30);

  /** A sender and the pace that its secret allows. */
  record Connected(Sender sender, Pace pace, String version) {}

  private final Connector connector;
  private final ConnectorEntry entry;
  private final Secrets secrets;
  private final Pacer pacer;
  private final Circuit circuit;
  private Connected connected;

  Destination(Connector connector, ConnectorEntry entry, Secrets secrets, InstantSource clock) {
    this.connector = connector;
    this.entry = entry;
    this.secrets = secrets;
    this.pacer = new Pacer(clock);
    this.circuit = new Circuit(clock);
  }

  ConnectorEntry entry() {
    return entry;
  }

  Pacer pacer() {
    return pacer;
  }

  Circuit circuit() {
    return circuit;
  }

  /**
   * The sender of the current secret; an open circuit closes where the secret has changed.
   *
   * @throws MisconfiguredException where the secret has no value or lacks what the connector needs
   */
  synchronized Connected connected() {
    String name = Secrets.ofConnector(connector.name());
    boolean open = circuit.reason() != null;
    List<Secret> versions = open ? secrets.refreshed(name, SECRET_AGE) : secrets.versions(name);
    if (versions.isEmpty()) {
      versions = secrets.refreshed(name, SECRET_AGE);
    }
    if (versions.isEmpty()) {
      throw new MisconfiguredException(
          "secret %s has no value; set it with: aws secretsmanager put-secret-value --secret-id %s"
              .formatted(name, name));
    }
    Secret current = versions.getFirst();
    if (connected == null || !connected.version().equals(current.version())) {
      connected =
          new Connected(
              connector.connect(new Connection(current, entry)),
              Pace.of(entry.rate(), current.fields().get("rate")),
              current.version());
      circuit.close();
    }
    return connected;
  }
}
