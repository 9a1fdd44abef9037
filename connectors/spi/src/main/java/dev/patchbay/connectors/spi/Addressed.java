package dev.patchbay.connectors.spi;

/**
 * A sender whose deliveries go to several hosts: one that is down holds up no delivery to another.
 */
public interface Addressed {
  /** The host that a delivery goes to; empty where all go to the same. */
  String address(Delivery delivery);
}
