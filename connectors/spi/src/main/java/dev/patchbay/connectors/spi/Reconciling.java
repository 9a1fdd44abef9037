package dev.patchbay.connectors.spi;

import java.util.Optional;

/** A sender whose destination can be asked whether a delivery of unknown outcome happened. */
public interface Reconciling {
  /** The receipt of the delivery if the destination has it; empty if it surely has not. */
  Optional<Receipt> find(Delivery delivery);
}
