package dev.patchbay.cli.hub;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OrderBy;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * What became of the events of a hub, read from its log lines and its ledger by AWS calls, so that
 * a hub on a laptop and one on AWS look alike. Thread-safe.
 */
public final class HubView implements AutoCloseable {
  private static final int STREAMS = 5;
  private static final int MOST_PAGES = 50;

  /** What the template's parameter LogRetentionDays says where nobody says otherwise. */
  public static final Duration LOG_KEPT = Duration.ofDays(30);

  /** An event may have waited a day in the overflow before its first delivery was taken up. */
  private static final Duration LATEST = Duration.ofHours(26);

  /** Between clocks, and between the bus and its archive. */
  private static final Duration SLACK = Duration.ofMinutes(1);

  private final String stack;
  private final CloudWatchLogsClient logs;
  private final AcceptedEvents accepted;
  private final DynamoDbClient ledger;

  /** A view to be closed, since it keeps clients of AWS. */
  public HubView(Running hub) {
    this.stack = hub.stack();
    this.logs = hub.client(CloudWatchLogsClient.builder()).build();
    this.accepted = new AcceptedEvents(logs, stack);
    this.ledger = hub.client(DynamoDbClient.builder()).build();
  }

  /** The newest accepted events, newest first, each with its deliveries' states. */
  public List<Map<String, Object>> events(int most) {
    return lines(AcceptedEvents.ACCEPTED, most).stream()
        .map(
            line -> {
              Map<String, Object> event = event(line);
              event.put("deliveries", deliveries(line.get("event").toString()));
              return event;
            })
        .toList();
  }

  /**
   * What is known of an event.
   *
   * @param event the newest of that id with its deliveries and their attempts; empty where there is
   *     none
   * @param back since when the log was looked through for it
   */
  public record Trace(Optional<Map<String, Object>> event, Instant back) {}

  /** One event with its deliveries and their attempts, by its key. */
  public Optional<Map<String, Object>> trace(String key) {
    return trace(key, Instant.now().minus(LOG_KEPT)).event();
  }

  /**
   * One event with its deliveries and their attempts.
   *
   * @param id the event's own, or {@code source/account/id}
   * @param since how far back the log is looked through where the ledger does not know it
   */
  public Trace trace(String id, Instant since) {
    List<Map<String, Object>> deliveries = deliveries(id);
    AcceptedEvents.Found found =
        deliveries.isEmpty()
            ? accepted.find(id, since, null, true)
            : accepted.find(id, begun(deliveries).minus(LATEST), end(deliveries), true);
    Optional<Map<String, Object>> line =
        found.lines().stream()
            .filter(it -> deliveries.isEmpty() || it.get("event").equals(id))
            .findFirst();
    if (line.isEmpty() && deliveries.isEmpty()) {
      return new Trace(Optional.empty(), found.back());
    }
    String event = line.map(it -> it.get("event").toString()).orElse(id);
    Map<String, Object> trace = new LinkedHashMap<>(Map.of("event", event));
    line.ifPresent(it -> trace.putAll(event(it)));
    trace.put("deliveries", deliveries.isEmpty() ? deliveries(event) : deliveries);
    return new Trace(Optional.of(trace), found.back());
  }

  /**
   * An event that an id names.
   *
   * @param key {@code source/account/id}
   * @param from it was accepted no earlier
   * @param to it was put on the bus no later; empty where that is not known
   */
  public record Place(String key, Instant from, Optional<Instant> to) {}

  /**
   * Every event that an id names, with the time in which it came.
   *
   * @param id the event's own, or {@code source/account/id}
   * @param since how far back the log is looked through where the ledger does not know it
   * @param until until then
   * @throws CommandFailure where the log is too long to be looked through
   */
  public List<Place> places(String id, Instant since, Instant until) {
    List<Map<String, Object>> known = deliveries(id);
    if (!known.isEmpty()) {
      Instant earliest = begun(known).minus(LATEST);
      Instant from =
          accepted.find(id, earliest, end(known), true).lines().stream()
              .filter(line -> line.get("event").equals(id))
              .findFirst()
              .map(line -> time(line, "timestamp").minus(SLACK))
              .orElse(earliest);
      return List.of(new Place(id, from, Optional.of(end(known))));
    }
    AcceptedEvents.Found found = accepted.find(id, since, until, false);
    if (found.back().isAfter(since)) {
      throw new CommandFailure(
          "the log is too long to be looked through since "
              + since
              + " for every event of the id '"
              + id
              + "'; say source/account/id, or a later --from");
    }
    Map<String, Instant> first = new LinkedHashMap<>();
    found.lines().forEach(line -> first.put((String) line.get("event"), time(line, "timestamp")));
    return first.entrySet().stream()
        .map(
            one -> {
              List<Map<String, Object>> deliveries = deliveries(one.getKey());
              return new Place(
                  one.getKey(),
                  one.getValue().minus(SLACK),
                  deliveries.isEmpty() ? Optional.empty() : Optional.of(end(deliveries)));
            })
        .toList();
  }

  private static Instant end(List<Map<String, Object>> deliveries) {
    return begun(deliveries).plus(SLACK);
  }

  /** When the first of an event's deliveries was first taken up. */
  private static Instant begun(List<Map<String, Object>> deliveries) {
    return deliveries.stream()
        .flatMap(
            delivery ->
                Stream.concat(
                    Stream.of(delivery.get("firstAt")),
                    delivery.get("log") instanceof List<?> log
                        ? log.stream().map(line -> Json.object(line).get("at"))
                        : Stream.empty()))
        .filter(Objects::nonNull)
        .map(at -> Instant.parse(at.toString()))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Instant time(Map<String, Object> line, String field) {
    return Instant.parse(line.get(field).toString());
  }

  /** The newest refused webhooks, newest first. */
  public List<Map<String, Object>> refusals(int most) {
    return lines("webhook refused", most).stream()
        .map(
            line -> {
              Map<String, Object> refusal = new LinkedHashMap<>();
              refusal.put("at", line.get("timestamp"));
              for (String field : List.of("cause", "source", "account", "detail", "headers")) {
                refusal.put(field, line.getOrDefault(field, ""));
              }
              return refusal;
            })
        .toList();
  }

  private static Map<String, Object> event(Map<String, Object> line) {
    Map<String, Object> event = new LinkedHashMap<>();
    String key = line.get("event").toString();
    event.put("event", key);
    event.put("at", line.get("timestamp"));
    event.put("id", part(key, 2));
    event.put("source", part(key, 0));
    event.put("account", part(key, 1));
    for (String field : List.of("type", "subject", "title", "trace")) {
      event.put(field, line.get(field));
    }
    return event;
  }

  /** A part of {@code source/account/id}; an id may hold slashes of its own. */
  private static String part(String event, int number) {
    String[] parts = event.split("/", 3);
    return number < parts.length ? parts[number] : event;
  }

  /**
   * A row of the ledger.
   *
   * @param event {@code source/account/id}
   * @param delivery {@code ROUTE/CONNECTOR/INDEX}
   */
  public record Key(String event, String delivery) {
    private Map<String, AttributeValue> item() {
      return Map.of("pk", AttributeValue.fromS(event), "sk", AttributeValue.fromS(delivery));
    }
  }

  /** A delivery's state; empty where the ledger knows nothing of it. */
  public String state(Key key) {
    AttributeValue state =
        ledger.getItem(get -> get.tableName(stack + "-ledger").key(key.item())).item().get("state");
    return state == null ? "" : state.s();
  }

  /**
   * Lets a delivery that was made, or may have been, be made once more; what it came to before
   * stays in its log.
   *
   * @param state that it has; where it has another by now, it is left as it is
   */
  public void openAgain(Key key, String state) {
    try {
      open(key, state, Instant.now().toString());
    } catch (ConditionalCheckFailedException _) {
      // It was put back by somebody else, and is on its way.
    }
  }

  private void open(Key key, String state, String now) {
    ledger.updateItem(
        update ->
            update
                .tableName(stack + "-ledger")
                .key(key.item())
                .updateExpression("SET #state = :waiting, attempts = :zero, firstAt = :now")
                .conditionExpression("#state = :before")
                .expressionAttributeNames(Map.of("#state", "state"))
                .expressionAttributeValues(
                    Map.of(
                        ":waiting", AttributeValue.fromS("waiting"),
                        ":before", AttributeValue.fromS(state),
                        ":zero", AttributeValue.fromN("0"),
                        ":now", AttributeValue.fromS(now))));
  }

  /** The deliveries of an event, from the ledger, in the order of their routes. */
  private List<Map<String, Object>> deliveries(String event) {
    return ledger
        .queryPaginator(
            query ->
                query
                    .tableName(stack + "-ledger")
                    .keyConditionExpression("pk = :event")
                    .expressionAttributeValues(Map.of(":event", AttributeValue.fromS(event))))
        .items()
        .stream()
        .map(HubView::delivery)
        .toList();
  }

  private static Map<String, Object> delivery(Map<String, AttributeValue> item) {
    Map<String, Object> delivery = new LinkedHashMap<>();
    String[] place = item.get("sk").s().split("/");
    delivery.put("route", place[0]);
    delivery.put("connector", place[1]);
    item.forEach(
        (name, value) -> {
          if (!List.of("pk", "sk", "expires", "leaseUntil").contains(name)) {
            delivery.put(name, plain(value));
          }
        });
    return delivery;
  }

  private static Object plain(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> Long.parseLong(value.n());
      case L -> value.l().stream().map(HubView::plain).toList();
      case M -> {
        Map<String, Object> map = new LinkedHashMap<>();
        value.m().forEach((name, item) -> map.put(name, plain(item)));
        yield map;
      }
      default -> value.toString();
    };
  }

  /**
   * The newest log lines of the functions that take events in which carry a message, newest first.
   */
  private List<Map<String, Object>> lines(String message, int most) {
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
            .flatMap(HubView::parsed)
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

  @Override
  public void close() {
    logs.close();
    ledger.close();
  }
}
