package dev.patchbay.local.aws.events;

import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.JsonProtocol;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.clock.HubClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.event.ruler.Ruler;

/** EventBridge's JSON protocol over the buses. Thread-safe. */
public final class EventBridgeService implements AwsService {
  private static final int MOST_ENTRIES = 10;
  private static final int LARGEST_REQUEST = 1_048_576;
  private static final Duration SWEEP = Duration.ofHours(1);

  private final Buses buses;
  private final HubClock clock;
  private final Replays replays;
  private final JsonProtocol protocol;

  public EventBridgeService(Buses buses, HubClock clock) {
    this.buses = buses;
    this.clock = clock;
    this.replays = new Replays(buses, clock);
    Map<String, JsonProtocol.Operation> operations =
        new HashMap<>(new ReplayOperations(buses, replays, clock.instant()).operations());
    operations.put("PutEvents", this::putEvents);
    operations.put(
        "ListEventBuses",
        _ -> Map.of("EventBuses", buses.names().stream().map(EventBridgeService::bus).toList()));
    operations.put(
        "DescribeEventBus", in -> bus(buses.require(Members.text(in, "Name", "default"))));
    operations.putAll(new RuleOperations(buses).operations());
    operations.put("TestEventPattern", this::testEventPattern);
    this.protocol = JsonProtocol.of("1.1", operations);
    clock.at(clock.instant().plus(SWEEP), this::sweep);
  }

  /**
   * Goes on with the replays that were under way when the hub was last stopped, once the template
   * stands.
   */
  public void resumeReplays() {
    replays.resume();
  }

  private void sweep() {
    buses.archives().expire(clock.instant());
    clock.at(clock.instant().plus(SWEEP), this::sweep);
  }

  @Override
  public String signingName() {
    return "events";
  }

  @Override
  public AwsResponse answer(AwsRequest request) {
    return protocol.answer(request);
  }

  private static Map<String, Object> bus(String name) {
    return Map.of("Name", name, "Arn", Buses.arn(name));
  }

  private Map<String, Object> putEvents(Map<String, Object> in) {
    List<Map<String, Object>> entries =
        Members.list(in, "Entries").stream().map(Json::object).toList();
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      String bound = entries.isEmpty() ? "greater than or equal to 1" : "less than or equal to 10";
      throw new AwsException(
          "ValidationException",
          "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member"
              + " must have length "
              + bound);
    }
    if (entries.stream().mapToInt(EventBridgeService::size).sum() > LARGEST_REQUEST) {
      throw new AwsException(
          "ValidationException", "Total size of the entries in the request is over the limit.");
    }
    List<Object> results = new ArrayList<>();
    List<Buses.Posted> posted = new ArrayList<>();
    int failed = 0;
    for (Map<String, Object> entry : entries) {
      try {
        Buses.Posted event = posted(entry);
        posted.add(event);
        results.add(Map.of("EventId", event.id()));
      } catch (AwsException e) {
        failed++;
        results.add(Map.of("ErrorCode", e.code(), "ErrorMessage", e.getMessage()));
      }
    }
    buses.post(posted);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("FailedEntryCount", failed);
    answer.put("Entries", results);
    return answer;
  }

  /**
   * As AWS counts it
   * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html).
   */
  private static int size(Map<String, Object> entry) {
    int size = entry.containsKey("Time") ? 14 : 0;
    for (String part : List.of("Source", "DetailType", "Detail")) {
      size += Members.text(entry, part, "").getBytes(StandardCharsets.UTF_8).length;
    }
    return size;
  }

  private Buses.Posted posted(Map<String, Object> entry) {
    for (String part : List.of("Source", "DetailType", "Detail")) {
      if (Members.text(entry, part, "").isEmpty()) {
        throw new AwsException(
            "InvalidArgument",
            "Parameter %s is not valid. Reason: %1$s is a required argument.".formatted(part));
      }
    }
    // On AWS an event for a bus that does not exist is answered as accepted, and lost.
    String bus = buses.require(Members.text(entry, "EventBusName", "default"));
    String source = Members.text(entry, "Source");
    // There is no AWS here to send its own events, so whoever tries a rule of the default bus may.
    if (source.startsWith("aws.") && !bus.equals("default")) {
      throw new AwsException("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    Object time = entry.get("Time");
    Instant at =
        time instanceof Number seconds
            ? Instant.ofEpochMilli((long) (seconds.doubleValue() * 1000))
            : clock.instant();
    return Buses.posted(
        UUID.randomUUID().toString(),
        bus,
        source,
        Members.text(entry, "DetailType"),
        detail(entry),
        at);
  }

  private static Map<String, Object> detail(Map<String, Object> entry) {
    try {
      return Json.parseObject(Members.text(entry, "Detail"));
    } catch (JsonException e) {
      throw new AwsException("MalformedDetail", "Detail is malformed.");
    }
  }

  private Map<String, Object> testEventPattern(Map<String, Object> in) {
    try {
      return Map.of(
          "Result", Ruler.matchesRule(Members.text(in, "Event"), Members.text(in, "EventPattern")));
    } catch (AwsException e) {
      throw e;
    } catch (Exception e) { // what event-ruler declares
      throw new AwsException(
          "InvalidEventPatternException", "Event pattern is not valid. Reason: " + e.getMessage());
    }
  }
}
