package dev.patchbay.cli.hub;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;

/**
 * What became of the events of a hub, read from its log lines and its ledger by AWS calls, so that
 * a hub on a laptop and one on AWS look alike. Thread-safe.
 */
public final class HubView implements AutoCloseable {
  /** What the template's parameter LogRetentionDays says where nobody says otherwise. */
  public static final Duration LOG_KEPT = Duration.ofDays(30);

  /** An event may have waited a day in the overflow before its first delivery was taken up. */
  private static final Duration LATEST = Duration.ofHours(26);

  /** Between clocks, and between the bus and its archive. */
  private static final Duration SLACK = Duration.ofMinutes(1);

  private final CloudWatchLogsClient logs;
  private final AcceptedEvents accepted;
  private final NewestLines newest;
  private final LedgerView ledger;

  /** A view to be closed, since it keeps clients of AWS. */
  public HubView(Running hub) {
    this.logs = hub.client(CloudWatchLogsClient.builder()).build();
    this.accepted = new AcceptedEvents(logs, hub.stack());
    this.newest = new NewestLines(logs, hub.stack());
    this.ledger = new LedgerView(hub);
  }

  /** What the ledger says; closed with this. */
  public LedgerView ledger() {
    return ledger;
  }

  /** The newest accepted events, newest first, each with its deliveries' states. */
  public List<Map<String, Object>> events(int most) {
    return newest.with(AcceptedEvents.ACCEPTED, most).stream()
        .map(
            line -> {
              Map<String, Object> event = event(line);
              event.put("deliveries", ledger.deliveries(line.get("event").toString()));
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
    List<Map<String, Object>> deliveries = ledger.deliveries(id);
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
    trace.put("deliveries", deliveries.isEmpty() ? ledger.deliveries(event) : deliveries);
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
    List<Map<String, Object>> known = ledger.deliveries(id);
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
              List<Map<String, Object>> deliveries = ledger.deliveries(one.getKey());
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
    return newest.with("webhook refused", most).stream()
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

  @Override
  public void close() {
    logs.close();
    ledger.close();
  }
}
