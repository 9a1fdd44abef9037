package dev.patchbay.cli.command;

import java.io.PrintWriter;

/**
 * How far long work has come, on standard error: a line that is written over on a terminal, and
 * elsewhere one line each ten seconds. For one thread.
 */
public final class Progress implements AutoCloseable {
  private static final long ON_TERMINAL = 100_000_000L;
  private static final long ELSEWHERE = 10_000_000_000L;

  private final PrintWriter err;
  private final boolean isTerminal;
  private long told = System.nanoTime();
  private int width;

  /** Progress on the terminal that there is. */
  public Progress(PrintWriter err) {
    this(err, Terminal.isTerminal());
  }

  /**
   * @param isTerminal whether a line can be written over
   */
  public Progress(PrintWriter err, boolean isTerminal) {
    this.err = err;
    this.isTerminal = isTerminal;
  }

  /** Says it, unless something was said a moment ago. */
  public void say(String text) {
    long now = System.nanoTime();
    if (now - told < (isTerminal ? ON_TERMINAL : ELSEWHERE)) {
      return;
    }
    told = now;
    if (isTerminal) {
      err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      width = text.length();
    } else {
      err.println(text);
    }
    err.flush();
  }

  /** Takes the line away. */
  @Override
  public void close() {
    if (width > 0) {
      err.print("\r" + " ".repeat(width) + "\r");
      err.flush();
    }
  }
}
