package dev.patchbay.local.aws.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.local.aws.LocalAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

class LogsServiceTest {
  private static final String GROUP = "/aws/lambda/webhook";

  @TempDir Path folder;
  private LocalAws aws;
  private CloudWatchLogsClient logs;

  @BeforeEach
  void open() {
    aws = new LocalAws(folder);
    logs = aws.client(CloudWatchLogsClient.builder());
    aws.create(
        "AWS::Logs::LogGroup", "Logs", Map.of("LogGroupName", GROUP, "RetentionInDays", "3"));
  }

  @AfterEach
  void close() {
    logs.close();
    aws.close();
  }

  private void append(int count) {
    IntStream.range(0, count)
        .forEach(i -> aws.logGroups.append(GROUP, aws.clock.instant(), "line " + i));
  }

  private List<LogStream> streams() {
    return logs.describeLogStreams(
            describe ->
                describe.logGroupName(GROUP).orderBy(OrderBy.LAST_EVENT_TIME).descending(true))
        .logStreams();
  }

  private GetLogEventsResponse events(String stream, String token, boolean fromHead) {
    return logs.getLogEvents(
        get ->
            get.logGroupName(GROUP)
                .logStreamName(stream)
                .startFromHead(fromHead)
                .nextToken(token)
                .limit(4));
  }

  private List<String> filtered(String pattern) {
    return logs
        .filterLogEventsPaginator(
            filter -> filter.logGroupName(GROUP).filterPattern(pattern).limit(4))
        .events()
        .stream()
        .map(FilteredLogEvent::message)
        .toList();
  }

  @Test
  void knowsADeclaredGroupThatHasNoLines() {
    var group = logs.describeLogGroups(it -> it.logGroupNamePrefix("/aws/")).logGroups().getFirst();

    assertThat(group.logGroupName()).isEqualTo(GROUP);
    assertThat(streams()).isEmpty();
    assertThatThrownBy(() -> logs.describeLogStreams(it -> it.logGroupName("none")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void pagesBackwardFromTheNewestLines() {
    append(10);
    String stream = streams().getFirst().logStreamName();
    List<List<String>> pages = new ArrayList<>();
    String token = null;

    GetLogEventsResponse page = events(stream, token, false);
    while (!page.nextBackwardToken().equals(token)) {
      pages.add(page.events().stream().map(OutputLogEvent::message).toList());
      token = page.nextBackwardToken();
      page = events(stream, token, false);
    }

    assertThat(pages)
        .containsExactly(
            List.of("line 6", "line 7", "line 8", "line 9"),
            List.of("line 2", "line 3", "line 4", "line 5"),
            List.of("line 0", "line 1"));
  }

  @Test
  void goesOnForwardWhereItEnded() {
    append(5);
    String stream = streams().getFirst().logStreamName();
    GetLogEventsResponse head = events(stream, null, true);
    GetLogEventsResponse rest = events(stream, head.nextForwardToken(), true);
    append(1);

    GetLogEventsResponse fresh = events(stream, rest.nextForwardToken(), true);

    assertThat(rest.events()).extracting(OutputLogEvent::message).containsExactly("line 4");
    assertThat(fresh.events()).extracting(OutputLogEvent::message).containsExactly("line 0");
  }

  @Test
  void listsTheStreamOfTheRunningHubFirst() {
    append(1);
    String former = streams().getFirst().logStreamName();
    close();
    open();
    append(1);

    assertThat(streams()).hasSize(2);
    assertThat(streams().getLast().logStreamName()).isEqualTo(former);
  }

  @Test
  void filtersOverPages() {
    append(12);

    assertThat(filtered("\"line 1\"")).containsExactly("line 1", "line 10", "line 11");
    assertThat(filtered("line")).hasSize(12);
  }

  @Test
  void filtersByTime() {
    long start = aws.clock.instant().toEpochMilli();
    append(1);
    aws.clock.advance(Duration.ofHours(1));
    long later = aws.clock.instant().toEpochMilli();
    append(1);

    assertThat(
            logs.filterLogEvents(it -> it.logGroupName(GROUP).startTime(start).endTime(later - 1))
                .events())
        .hasSize(1);
  }

  @Test
  void forgetsLinesWhoseDaysHaveGone() throws InterruptedException {
    append(3);
    assertThat(filtered("")).hasSize(3);

    aws.clock.advance(Duration.ofDays(4));

    for (int i = 0; i < 500 && !filtered("").isEmpty(); i++) {
      Thread.sleep(10);
    }
    assertThat(filtered("")).isEmpty();
  }
}
