package dev.patchbay.webhooks.bus;

import java.util.List;

/** Where events go. Implementations are thread-safe. */
public interface Bus {
  /**
   * Publishes all entries.
   *
   * @throws NotAcceptedException when any was not accepted
   */
  void publish(List<BusEntry> entries);

  /** The bus did not take an event; its message quotes no event. */
  final class NotAcceptedException extends RuntimeException {
    /**
     * @param cause null where the bus itself said no
     */
    public NotAcceptedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
