package dev.patchbay.router.tests;

import java.util.List;
import java.util.Map;

/**
 * One test of {@code routes.test.yaml}: given this event, these deliveries and no others.
 *
 * @param line where it stands, from 1
 * @param expect each with {@code route}, {@code connector} and those rendered parameters that
 *     matter
 */
public record RouteTest(String name, int line, Given given, List<Map<String, Object>> expect) {
  /**
   * What the routes get.
   *
   * @param source of the sample, or empty where {@code event} says it all
   * @param sample file name in the source's {@code samples} without {@code .json}, or empty
   * @param event attributes that are set over the sample's event, or over an event of nothing
   */
  public record Given(String source, String sample, Map<String, Object> event) {
    /** Whether the event is made from a sample. */
    public boolean isSample() {
      return !sample.isEmpty();
    }
  }

  /**
   * What came of a test.
   *
   * @param differences a line each, such as {@code missing: pushes to slack}; empty where it passed
   */
  public record Result(RouteTest test, List<String> differences) {
    /** Whether what was made is what was expected. */
    public boolean passed() {
      return differences.isEmpty();
    }
  }
}
