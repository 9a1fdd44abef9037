package dev.patchbay.local.lambda;

import java.time.Instant;

/** Takes what functions print, line by line. Thread-safe, and never waits. */
@FunctionalInterface
public interface LogSink {
  void line(String logGroup, Instant at, String text);
}
