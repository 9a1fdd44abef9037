package dev.patchbay.connectors.http;

/** How one call to a destination went. */
sealed interface Exchange {
  /** The destination answered. */
  record Answered(Answer answer) implements Exchange {}

  /** No connection was made: the destination cannot have seen the request. */
  record NotSent(String reason) implements Exchange {}

  /** It takes one more call, for which the destination's rate leaves no turn now. */
  record NoTurn() implements Exchange {}

  /** The destination's certificate was refused before anything was sent. */
  record NotTrusted(String reason) implements Exchange {}

  /** The connection broke, or no answer came in time, once sending had begun. */
  record Broken(String reason) implements Exchange {}
}
