package dev.patchbay.cli.deploy;

import java.io.Console;

/** Asks the person at the terminal. */
final class Question {
  private Question() {}

  /** Whether there is a terminal with a person at it. */
  static boolean canBeAsked() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** True only where the answer is yes. */
  static boolean ask(String question) {
    String answer = System.console().readLine("%s [y/N] ", question);
    return answer != null && answer.strip().matches("(?i)y(es)?");
  }
}
