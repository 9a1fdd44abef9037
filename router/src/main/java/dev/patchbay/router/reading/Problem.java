package dev.patchbay.router.reading;

/**
 * One thing that is wrong in a file that a person wrote.
 *
 * @param line from 1
 * @param column from 1
 * @param path within the file, such as {@code routes[2].deliver[0].slack.channel}
 * @param message what is wrong, and what to do
 */
public record Problem(String file, int line, int column, String path, String message) {
  /** {@code routes.yaml:12:7: routes[2].when: message}. */
  @Override
  public String toString() {
    String place = path.isEmpty() ? "" : path + ": ";
    return "%s:%d:%d: %s%s".formatted(file, line, column, place, message);
  }
}
