package dev.patchbay.cli.hub;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * The log lines that say which events were accepted, looked through by event from the newest to the
 * oldest: whole log groups, however many instances of a function wrote into them
 * (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html).
 * Thread-safe.
 */
final class AcceptedEvents {
  /** The functions that take events in. */
  static final List<String> FUNCTIONS = List.of("-webhook", "-aws-events");

  static final String ACCEPTED = "event accepted";

  /** How far back each look goes; the last one goes all the way. */
  private static final List<Duration> LOOKS =
      List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));

  /** A log of millions of lines takes minutes, which nobody waits for. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What stands for itself in a filter pattern. */
  private static final String PLAIN = "[\\w./:+=@-]+";

  private final CloudWatchLogsClient logs;
  private final String stack;

  AcceptedEvents(CloudWatchLogsClient logs, String stack) {
    this.logs = logs;
    this.stack = stack;
  }

  /**
   * What was found.
   *
   * @param lines the newest first
   * @param back since when the log was looked through, which is later than was asked for where that
   *     would have taken too long
   */
  record Found(List<Map<String, Object>> lines, Instant back) {}

  /**
   * Looks for an event.
   *
   * @param id the event's own, or {@code source/account/id}
   * @param from how far back
   * @param to until then; null for now
   * @param isNewest whether the newest will do, which ends the search early
   */
  Found find(String id, Instant from, Instant to, boolean isNewest) {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    List<Map<String, Object>> found = new ArrayList<>();
    Instant end = to;
    for (Instant start : starts(from, to == null ? Instant.now() : to)) {
      for (String function : FUNCTIONS) {
        String group = "/aws/lambda/" + stack + function;
        if (!look(group, id, start, end, patience, found)) {
          return new Found(newestFirst(found), end == null ? Instant.now() : end);
        }
      }
      if (isNewest && !found.isEmpty()) {
        return new Found(newestFirst(found), start);
      }
      end = start;
    }
    return new Found(newestFirst(found), from);
  }

  private static List<Instant> starts(Instant from, Instant to) {
    return Stream.concat(LOOKS.stream().map(to::minus).filter(from::isBefore), Stream.of(from))
        .toList();
  }

  private static List<Map<String, Object>> newestFirst(List<Map<String, Object>> lines) {
    return lines.stream()
        .sorted(
            Comparator.comparing((Map<String, Object> line) -> line.get("timestamp").toString())
                .reversed())
        .toList();
  }

  /** Whether it came to its end in time. */
  private boolean look(
      String group,
      String id,
      Instant start,
      Instant end,
      long patience,
      List<Map<String, Object>> found) {
    Long until = end == null ? null : Long.valueOf(end.toEpochMilli());
    String token = null;
    do {
      if (System.nanoTime() > patience) {
        return false;
      }
      String from = token;
      FilterLogEventsResponse page;
      try {
        page =
            logs.filterLogEvents(
                filter ->
                    filter
                        .logGroupName(group)
                        .filterPattern(pattern(id))
                        .startTime(start.toEpochMilli())
                        .endTime(until)
                        .nextToken(from));
      } catch (ResourceNotFoundException _) {
        return true;
      }
      page.events().stream().flatMap(event -> line(event, id).stream()).forEach(found::add);
      token = page.nextToken();
    } while (token != null);
    return true;
  }

  private static String pattern(String id) {
    String accepted = "$.message = \"" + ACCEPTED + "\"";
    return id.matches(PLAIN)
        ? "{ (" + accepted + ") && ($.event = \"*" + id + "\") }"
        : "{ " + accepted + " }";
  }

  private static Optional<Map<String, Object>> line(FilteredLogEvent event, String id) {
    try {
      Map<String, Object> line = Json.parseObject(event.message());
      return line.get("event") instanceof String key && is(key, id)
          ? Optional.of(line)
          : Optional.empty();
    } catch (JsonException _) {
      return Optional.empty();
    }
  }

  private static boolean is(String key, String id) {
    return key.equals(id) || key.split("/", 3)[2].equals(id);
  }
}
