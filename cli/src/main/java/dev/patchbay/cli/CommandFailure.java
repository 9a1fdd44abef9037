package dev.patchbay.cli;

/** A command that cannot do what was asked; the message is the user's. */
public final class CommandFailure extends RuntimeException {
  public CommandFailure(String message) {
    super(message);
  }
}
