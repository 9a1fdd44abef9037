package dev.patchbay.cli.command;

/** A command that was told what it cannot do, before it did anything; exit code 2. */
public final class Misuse extends RuntimeException {
  /**
   * @param message what was wrong, and what to write instead
   */
  public Misuse(String message) {
    super(message);
  }
}
