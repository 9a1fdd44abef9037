package dev.patchbay.cli.hub;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/**
 * The newest log lines of the functions that take events in: of the last streams of each, since
 * that is where they are. Thread-safe.
 */
final class NewestLines {
  private static final int STREAMS = 5;
  private static final int MOST_PAGES = 50;

  private final CloudWatchLogsClient logs;
  private final String stack;

  NewestLines(CloudWatchLogsClient logs, String stack) {
    this.logs = logs;
    this.stack = stack;
  }

  /** Those that carry a message, newest first. */
  List<Map<String, Object>> with(String message, int most) {
    Comparator<Map<String, Object>> byTime =
        Comparator.comparing(line -> String.valueOf(line.get("timestamp")));
    return AcceptedEvents.FUNCTIONS.stream()
        .flatMap(function -> lines("/aws/lambda/" + stack + function, message, most).stream())
        .sorted(byTime.reversed())
        .limit(most)
        .toList();
  }

  private List<Map<String, Object>> lines(String group, String message, int most) {
    List<Map<String, Object>> found = new ArrayList<>();
    for (LogStream stream : streams(group)) {
      String token = null;
      boolean more = true;
      for (int pages = 0; more && pages < MOST_PAGES && found.size() < most; pages++) {
        String from = token;
        var page =
            logs.getLogEvents(
                get ->
                    get.logGroupName(group)
                        .logStreamName(stream.logStreamName())
                        .startFromHead(false)
                        .nextToken(from));
        page.events().reversed().stream()
            .flatMap(NewestLines::parsed)
            .filter(line -> message.equals(line.get("message")))
            .forEach(found::add);
        more = !page.events().isEmpty() && !page.nextBackwardToken().equals(from);
        token = page.nextBackwardToken();
      }
    }
    return found;
  }

  private List<LogStream> streams(String group) {
    try {
      return logs.describeLogStreams(
              describe ->
                  describe
                      .logGroupName(group)
                      .orderBy(OrderBy.LAST_EVENT_TIME)
                      .descending(true)
                      .limit(STREAMS))
          .logStreams();
    } catch (ResourceNotFoundException e) {
      return List.of();
    }
  }

  private static Stream<Map<String, Object>> parsed(OutputLogEvent event) {
    try {
      return Stream.of(Json.parseObject(event.message()));
    } catch (JsonException e) {
      return Stream.empty();
    }
  }
}
