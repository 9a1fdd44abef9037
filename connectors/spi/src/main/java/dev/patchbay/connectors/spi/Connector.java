package dev.patchbay.connectors.spi;

/** A destination. Thread-safe; one instance serves a function for its whole life. */
public interface Connector {
  /** The name of its catalog entry. */
  String name();

  /**
   * A sender for one version of the secret. Called once when the function first delivers and again
   * whenever the secret changes; makes no call to the destination.
   *
   * @throws MisconfiguredException when the secret lacks what the connector needs
   */
  Sender connect(Connection connection);
}
