package dev.patchbay.connectors.kit.digest;

import java.util.List;
import java.util.Optional;

/**
 * What waits to be summed up. Thread-safe; shared by every instance of every function.
 *
 * <p>The first delivery of a window keeps it: its message waits in the queue until the window
 * closes, and is then the one message that tells all of it.
 */
public interface Digests {
  /** Lines that a window shows; of more it tells the number. */
  int SHOWN = 50;

  /**
   * A line of a window.
   *
   * @param marker of its delivery: the same line again is no second line
   * @param event its key, for whoever asks what became of it
   */
  record Line(String marker, String event, String severity, String text) {}

  /**
   * What a window says to a line.
   *
   * @param keeper marker of the delivery that keeps it
   * @param event that delivery's
   * @param isIn whether the line is told with the others: it came in time, or was in it before
   * @param closings how often it was closed to be told
   */
  record Joined(String keeper, String event, boolean isIn, int closings) {}

  /**
   * What a closed window holds.
   *
   * @param count of its lines
   * @param lines at most {@link #SHOWN} of them, in no order that means anything
   */
  record Summary(int count, List<Line> lines) {}

  /** Puts a line into a window, which begins with its first. */
  Joined join(String window, Line line);

  /**
   * Makes another line the keeper of a window, since the one that was has been given up.
   *
   * @param seen what the window said before that was looked up
   * @return false where the window has another keeper since, or is being told
   */
  boolean takeOver(String window, Joined seen, Line keeper);

  /**
   * Closes a window that a line has joined; its keeper may ask again. No line joins it then.
   *
   * @param keeper marker of the delivery that keeps it
   * @return empty where another keeps it by now
   */
  Optional<Summary> close(String window, String keeper);
}
