package dev.patchbay.cli;

/** A command that cannot do what was asked; the message is the user's. */
final class CommandFailure extends RuntimeException {
  CommandFailure(String message) {
    super(message);
  }
}
