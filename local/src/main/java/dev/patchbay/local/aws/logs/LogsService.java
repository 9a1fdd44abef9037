package dev.patchbay.local.aws.logs;

import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.JsonProtocol;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.template.Declared;
import dev.patchbay.local.template.Physical;
import dev.patchbay.local.template.Provider;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;

/** CloudWatch Logs' JSON protocol, as far as one reads logs by it. Thread-safe. */
public final class LogsService implements AwsService, Provider {
  private static final int PAGE = 1000;

  /** Lines that one filtering reads before it gives back what it found, and where to go on. */
  private static final int SCANNED = 10_000;

  private final LogGroups groups;
  private final Set<String> declared = new ConcurrentSkipListSet<>();
  private final JsonProtocol protocol;

  public LogsService(LogGroups groups) {
    this.groups = groups;
    Map<String, JsonProtocol.Operation> operations = new HashMap<>();
    operations.put("DescribeLogGroups", this::describeLogGroups);
    operations.put("DescribeLogStreams", this::describeLogStreams);
    operations.put("GetLogEvents", this::getLogEvents);
    operations.put("FilterLogEvents", this::filterLogEvents);
    this.protocol = JsonProtocol.of("1.1", operations);
  }

  @Override
  public String signingName() {
    return "logs";
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    return protocol.answer(request);
  }

  @Override
  public Set<String> types() {
    return Set.of("AWS::Logs::LogGroup", "AWS::Logs::LogStream");
  }

  @Override
  public Physical create(Declared resource) {
    if ("AWS::Logs::LogStream".equals(resource.type())) { // made by its first line
      return new Physical(Members.text(resource.properties(), "LogStreamName"), Map.of());
    }
    String name =
        Members.text(
            resource.properties(), "LogGroupName", resource.stack() + "-" + resource.logicalId());
    declared.add(name);
    long days = Members.number(resource.properties(), "RetentionInDays", 0);
    if (days > 0) {
      groups.keep(name, Duration.ofDays(days));
    }
    return new Physical(name, Map.of("Arn", Arns.of("logs", "log-group:" + name + ":*")));
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>(declared);
    names.addAll(groups.groups());
    return names;
  }

  private Map<String, Object> describeLogGroups(Map<String, Object> in) {
    String prefix = Members.text(in, "logGroupNamePrefix", "");
    return Map.of(
        "logGroups",
        names().stream()
            .filter(name -> name.startsWith(prefix))
            .map(
                name ->
                    Map.of(
                        "logGroupName", name, "arn", Arns.of("logs", "log-group:" + name + ":*")))
            .toList());
  }

  private String group(Map<String, Object> in) {
    String name = Members.text(in, "logGroupName");
    if (!names().contains(name)) {
      throw new AwsException(
          "ResourceNotFoundException", "The specified log group does not exist.");
    }
    return name;
  }

  private Map<String, Object> describeLogStreams(Map<String, Object> in) {
    String group = group(in);
    long most = Members.number(in, "limit", 50);
    return Map.of(
        "logStreams",
        groups.streams(group).stream()
            .limit(most)
            .map(
                stream ->
                    Map.of(
                        "logStreamName",
                        stream,
                        "arn",
                        Arns.of("logs", "log-group:" + group + ":log-stream:" + stream)))
            .toList());
  }

  /** Tokens are {@code b/NUMBER} and {@code f/NUMBER}: the lines before, and those after. */
  private Map<String, Object> getLogEvents(Map<String, Object> in) {
    int most = (int) Members.number(in, "limit", PAGE);
    String token = Members.text(in, "nextToken", "");
    boolean newest =
        token.isEmpty() ? !Members.isTrue(in, "startFromHead") : token.startsWith("b/");
    long number = token.isEmpty() ? 0 : number(token);
    long after = token.startsWith("f/") ? number : 0;
    long before = token.startsWith("b/") ? number : Long.MAX_VALUE;
    List<LogGroups.Line> lines =
        groups.lines(group(in), Members.text(in, "logStreamName"), after, before, most, newest);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("events", lines.stream().map(LogsService::event).toList());
    long first =
        lines.isEmpty() ? (token.startsWith("b/") ? number : 0) : lines.getFirst().number();
    long last = lines.isEmpty() ? number : lines.getLast().number();
    answer.put("nextBackwardToken", "b/" + first);
    answer.put("nextForwardToken", "f/" + last);
    return answer;
  }

  private static long number(String token) {
    try {
      return Long.parseLong(token.substring(2));
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      throw new AwsException("InvalidParameterException", "The specified nextToken is invalid.");
    }
  }

  private static Map<String, Object> event(LogGroups.Line line) {
    return Map.of("timestamp", line.at(), "message", line.text(), "ingestionTime", line.at());
  }

  private Map<String, Object> filterLogEvents(Map<String, Object> in) {
    Predicate<String> pattern = FilterPattern.of(Members.text(in, "filterPattern", ""));
    long most = Members.number(in, "limit", SCANNED);
    long start = Members.number(in, "startTime", 0);
    long end = Members.number(in, "endTime", Long.MAX_VALUE);
    String token = Members.text(in, "nextToken", "");
    long after = token.isEmpty() ? 0 : number(token);
    List<LogGroups.Line> page =
        groups.lines(group(in), null, after, Long.MAX_VALUE, SCANNED, false);
    List<LogGroups.Line> found =
        page.stream()
            .filter(line -> line.at() >= start && line.at() <= end && pattern.test(line.text()))
            .limit(most)
            .toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("events", found.stream().map(LogsService::filtered).toList());
    if (found.size() == most) {
      answer.put("nextToken", "f/" + found.getLast().number());
    } else if (page.size() == SCANNED) {
      answer.put("nextToken", "f/" + page.getLast().number());
    }
    return answer;
  }

  private static Map<String, Object> filtered(LogGroups.Line line) {
    Map<String, Object> event = new LinkedHashMap<>(event(line));
    event.put("logStreamName", line.stream());
    event.put("eventId", Long.toString(line.number()));
    return event;
  }
}
