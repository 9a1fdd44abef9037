package dev.patchbay.connectors.http;

/** Where results go. */
interface ResultBus {
  /** Puts an event on the bus; false where the bus did not take it. */
  boolean publish(String source, String type, String detail);
}
