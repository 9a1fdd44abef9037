package dev.patchbay.core.event;

import java.util.Locale;

/** How much an event matters, from least to most. */
public enum Severity {
  DEBUG,
  INFO,
  WARNING,
  ERROR,
  CRITICAL;

  /** As it is written in events: lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a word of an event; anything unknown is {@link #INFO}. */
  public static Severity of(Object word) {
    for (Severity severity : values()) {
      if (severity.word().equals(word)) {
        return severity;
      }
    }
    return INFO;
  }
}
