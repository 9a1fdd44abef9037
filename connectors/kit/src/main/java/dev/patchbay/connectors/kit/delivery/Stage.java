package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.kit.destination.Destination;
import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Delivery;
import java.time.Duration;
import java.util.Optional;

/** How far a delivery has come before its call. */
sealed interface Stage {
  /** Nothing more is to be done with it now. */
  record Over(Optional<Duration> pause) implements Stage {}

  /** It is this function's, and rendered. */
  record Ready(Attempt attempt, Destination.Connected connected, Delivery delivery, boolean isNew)
      implements Stage {
    /** Whether it may share a call with others. */
    boolean isBatched() {
      return connected.sender() instanceof BatchSender;
    }
  }
}
