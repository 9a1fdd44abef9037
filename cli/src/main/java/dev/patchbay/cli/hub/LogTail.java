package dev.patchbay.cli.hub;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;

/** The log lines of a hub's functions as they come, each once. For one thread. */
public final class LogTail implements AutoCloseable {
  /** A line may be shown by CloudWatch so long after its own time. */
  private static final Duration LATE = Duration.ofSeconds(15);

  private static final Duration LOOK_FOR_GROUPS = Duration.ofSeconds(20);

  private final CloudWatchLogsClient logs;
  private final String prefix;
  private final Map<String, Instant> seen = new LinkedHashMap<>();
  private Instant from;
  private List<String> groups = List.of();
  private Instant looked = Instant.MIN;

  /** Begins with lines of this time. */
  public LogTail(Running hub, Instant from) {
    this.logs = hub.client(CloudWatchLogsClient.builder()).build();
    this.prefix = "/aws/lambda/" + hub.stack() + "-";
    this.from = from;
  }

  private record Line(Instant at, Map<String, Object> fields) {}

  /** What came since the last time, oldest first. */
  public List<Map<String, Object>> next() {
    Instant now = Instant.now();
    if (looked.plus(LOOK_FOR_GROUPS).isBefore(now)) {
      groups =
          logs
              .describeLogGroupsPaginator(describe -> describe.logGroupNamePrefix(prefix))
              .logGroups()
              .stream()
              .map(LogGroup::logGroupName)
              .toList();
      looked = now;
    }
    List<Map<String, Object>> lines =
        groups.stream()
            .flatMap(this::lines)
            .sorted(Comparator.comparing(Line::at))
            .map(Line::fields)
            .toList();
    if (from.isBefore(now.minus(LATE))) {
      from = now.minus(LATE);
    }
    seen.values().removeIf(at -> at.isBefore(from));
    return lines;
  }

  private Stream<Line> lines(String group) {
    return logs
        .filterLogEventsPaginator(
            filter -> filter.logGroupName(group).startTime(from.toEpochMilli()))
        .events()
        .stream()
        .filter(event -> seen.put(event.eventId(), at(event)) == null)
        .flatMap(event -> parsed(event).stream());
  }

  private static Instant at(FilteredLogEvent event) {
    return Instant.ofEpochMilli(event.timestamp());
  }

  /** A line of ours; what Lambda itself prints is none. */
  private static Optional<Line> parsed(FilteredLogEvent event) {
    try {
      Map<String, Object> fields = Json.parseObject(event.message());
      return fields.containsKey("message")
          ? Optional.of(new Line(at(event), fields))
          : Optional.empty();
    } catch (JsonException _) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    logs.close();
  }
}
