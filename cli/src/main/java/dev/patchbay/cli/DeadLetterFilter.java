package dev.patchbay.cli;

import dev.patchbay.core.json.Durations;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about: all of its conditions hold. */
final class DeadLetterFilter implements Predicate<DeadLetter> {
  @Parameters(paramLabel = "ID", arity = "0..*", description = "ids, as deadletters lists them")
  private List<String> ids = List.of();

  @Option(names = "--connector", paramLabel = "NAME", description = "of this connector")
  private String connector;

  @Option(names = "--route", paramLabel = "NAME", description = "of this route")
  private String route;

  @Option(names = "--event", paramLabel = "ID", description = "of this event")
  private String event;

  @Option(names = "--reason", paramLabel = "TEXT", description = "whose reason holds this text")
  private String reason;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "given up since then: 2026-11-23T10:00:00Z, or 2h for the last two hours")
  private String since;

  @Option(names = "--until", paramLabel = "TIME", description = "given up before then")
  private String until;

  /** Refuses what it cannot be held to, before anything is read. */
  void check() {
    for (String text : new String[] {since, until}) {
      if (text != null) {
        time(text);
      }
    }
  }

  /** Whether it says anything at all. */
  boolean isNarrow() {
    return !ids.isEmpty()
        || connector != null
        || route != null
        || event != null
        || reason != null
        || since != null
        || until != null;
  }

  /** Whether it names one letter and nothing else. */
  boolean isOneId() {
    return ids.size() == 1;
  }

  /** The connector where that is all it says, else null: then a whole queue is meant. */
  String onlyConnector() {
    boolean alone =
        ids.isEmpty()
            && route == null
            && event == null
            && reason == null
            && since == null
            && until == null;
    return alone ? connector : null;
  }

  @Override
  public boolean test(DeadLetter letter) {
    return (ids.isEmpty() || ids.contains(letter.id()))
        && (connector == null || connector.equals(letter.connector()))
        && (route == null || route.equals(letter.route()))
        && (event == null || event.equals(letter.event()) || letter.event().endsWith("/" + event))
        && (reason == null || holds(letter.reason(), reason))
        && (since == null || !letter.at().isBefore(time(since)))
        && (until == null || letter.at().isBefore(time(until)));
  }

  private static boolean holds(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  /** A time, or how long ago. */
  static Instant time(String text) {
    try {
      return text.matches("\\d+[smhd]")
          ? Instant.now().minus(Durations.parse(text))
          : Instant.parse(text);
    } catch (DateTimeParseException | IllegalArgumentException _) {
      throw new Misuse(
          "'" + text + "' is no time; write 2026-11-23T10:00:00Z, or 2h for two hours ago");
    }
  }
}
