package dev.patchbay.core.log;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.metric.Measurements;
import dev.patchbay.core.setting.Settings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Log lines as JSON objects on standard output, which Lambda keeps. Never a payload, never a
 * secret: ids, names, reasons and counts only. Thread-safe.
 *
 * <p>What a stranger named is printed so that it can do nothing: a value has at most {@value
 * Shown#LONGEST} characters, and a line is one line of printable characters.
 */
public final class Log {
  private static final String HUB = Settings.ofEnvironment().hub();
  private static final ScopedValue<Map<String, Object>> ABOUT = ScopedValue.newInstance();

  private Log() {}

  /** What went as it should. Fields alternate names and values; what has no value is left out. */
  public static void info(String message, Object... fields) {
    write("INFO", null, message, null, fields);
  }

  /** What went as it should, and is measured. */
  public static void info(Measurements measured, String message, Object... fields) {
    write("INFO", measured, message, null, fields);
  }

  /** What a person may want to mend. */
  public static void warn(String message, Object... fields) {
    write("WARN", null, message, null, fields);
  }

  /** What a person may want to mend, and is measured. */
  public static void warn(Measurements measured, String message, Object... fields) {
    write("WARN", measured, message, null, fields);
  }

  /** A fault of Patchbay's own, with its cause. */
  public static void error(String message, Throwable cause, Object... fields) {
    write("ERROR", null, message, cause, fields);
  }

  /** A fault of Patchbay's own, with its cause, that is measured. */
  public static void error(
      Measurements measured, String message, Throwable cause, Object... fields) {
    write("ERROR", measured, message, cause, fields);
  }

  /**
   * What is at hand, so that whatever is logged meanwhile says it too. Fields alternate names and
   * values, and come on top of those at hand already.
   */
  public static ScopedValue.Carrier about(Object... fields) {
    Map<String, Object> about = new LinkedHashMap<>(ABOUT.orElse(Map.of()));
    put(about, fields);
    return ScopedValue.where(ABOUT, about);
  }

  /** Work for another thread, with what is at hand in this one. */
  public static <T> Callable<T> carried(Callable<T> work) {
    Map<String, Object> about = ABOUT.orElse(Map.of());
    return () -> ScopedValue.where(ABOUT, about).call(work::call);
  }

  private static void write(
      String level, Measurements measured, String message, Throwable cause, Object... fields) {
    Instant now = Instant.now();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("timestamp", now.truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", level);
    line.put("message", message);
    line.putAll(ABOUT.orElse(Map.of()));
    put(line, fields);
    line.put("message", message); // whatever a field is called
    if (cause != null) {
      line.put("cause", trace(cause));
    }
    if (measured != null) {
      measured.writeTo(line, HUB, now.toEpochMilli());
    }
    System.out.println(Shown.escaped(Json.write(line)));
  }

  private static void put(Map<String, Object> line, Object... fields) {
    for (int i = 0; i + 1 < fields.length; i += 2) {
      if (fields[i + 1] != null && !fields[i + 1].equals("")) {
        line.put((String) fields[i], Shown.cut(fields[i + 1]));
      }
    }
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
