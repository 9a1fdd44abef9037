package dev.patchbay.cli.deploy;

import dev.patchbay.cli.command.CommandFailure;

/** Between two questions whether something is done. */
final class Pause {
  private Pause() {}

  /**
   * Sleeps for so many milliseconds.
   *
   * @throws CommandFailure when interrupted
   */
  static void of(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted; what CloudFormation has begun goes on");
    }
  }
}
