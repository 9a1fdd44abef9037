package dev.patchbay.connectors.spi;

/**
 * A destination's proof of a delivery: Slack's {@code ts}, Twilio's {@code sid}, Box's file id, or
 * empty.
 */
public record Receipt(String value) {
  /** For destinations that give none. */
  public static final Receipt NONE = new Receipt("");
}
