package dev.patchbay.core.log;

import dev.patchbay.core.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Log lines as JSON objects on standard output, which Lambda keeps. Never a payload, never a
 * secret: ids, names, reasons and counts only. Thread-safe.
 */
public final class Log {
  private Log() {}

  /** What went as it should. Fields alternate names and values; a null value is left out. */
  public static void info(String message, Object... fields) {
    write("INFO", message, null, fields);
  }

  /** What a person may want to mend. */
  public static void warn(String message, Object... fields) {
    write("WARN", message, null, fields);
  }

  /** A fault of Patchbay's own, with its cause. */
  public static void error(String message, Throwable cause, Object... fields) {
    write("ERROR", message, cause, fields);
  }

  private static void write(String level, String message, Throwable cause, Object... fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("timestamp", Instant.now().toString());
    line.put("level", level);
    line.put("message", message);
    for (int i = 0; i + 1 < fields.length; i += 2) {
      if (fields[i + 1] != null) {
        line.put((String) fields[i], fields[i + 1]);
      }
    }
    if (cause != null) {
      line.put("cause", trace(cause));
    }
    System.out.println(Json.write(line));
  }

  /** Types and places only: a message of a foreign exception may quote what it choked on. */
  private static String trace(Throwable cause) {
    StringBuilder trace = new StringBuilder();
    for (Throwable at = cause; at != null && trace.length() < 2000; at = at.getCause()) {
      trace.append(trace.isEmpty() ? "" : " < ").append(at.getClass().getName());
      StackTraceElement[] frames = at.getStackTrace();
      for (int i = 0; i < Math.min(4, frames.length); i++) {
        trace.append(" at ").append(frames[i]);
      }
    }
    return trace.toString();
  }
}
