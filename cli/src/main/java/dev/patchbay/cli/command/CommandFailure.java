package dev.patchbay.cli.command;

/** A command that cannot do what was asked; the message is the user's. */
public final class CommandFailure extends RuntimeException {
  /**
   * @param message what is wrong, and what to do
   */
  public CommandFailure(String message) {
    super(message);
  }
}
