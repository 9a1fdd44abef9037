package dev.patchbay.core.log;

import dev.patchbay.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is logged while something is done, and the metrics that CloudWatch would take from it. */
public final class LogLines {
  private LogLines() {}

  /** Anything that may fail. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /** What is printed meanwhile, as it is. */
  public static String printed(Work work) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** The lines that are logged meanwhile. */
  public static List<Map<String, Object>> of(Work work) {
    return printed(work).lines().map(Json::parseObject).toList();
  }

  /** Those with a message. */
  public static List<Map<String, Object>> of(String message, Work work) {
    return of(work).stream().filter(line -> message.equals(line.get("message"))).toList();
  }

  /**
   * The metrics of a line, each under each of its sets of dimensions, such as {@code
   * Events{Hub=patchbay, Source=github} 1 Count}; fails where one names what the line has not.
   */
  public static List<String> metrics(Map<String, Object> line) {
    List<String> metrics = new ArrayList<>();
    if (!(line.get("_aws") instanceof Map<?, ?> metadata)) {
      return metrics;
    }
    for (Object each : (List<?>) metadata.get("CloudWatchMetrics")) {
      Map<String, Object> directive = Json.object(each);
      for (Object metric : (List<?>) directive.get("Metrics")) {
        Map<String, Object> defined = Json.object(metric);
        Object value = line.get((String) defined.get("Name"));
        if (!(value instanceof Number)) {
          throw new AssertionError(defined.get("Name") + " has no number: " + line);
        }
        for (Object set : (List<?>) directive.get("Dimensions")) {
          metrics.add(
              (String) defined.get("Name")
                  + dimensions(line, (List<?>) set)
                  + " "
                  + value
                  + (defined.containsKey("Unit") ? " " + defined.get("Unit") : ""));
        }
      }
    }
    return metrics;
  }

  private static Map<String, String> dimensions(Map<String, Object> line, List<?> set) {
    Map<String, String> dimensions = new TreeMap<>();
    for (Object name : set) {
      if (!(line.get((String) name) instanceof String value) || value.isBlank()) {
        throw new AssertionError(name + " has no text: " + line);
      }
      dimensions.put((String) name, value);
    }
    return dimensions;
  }
}
