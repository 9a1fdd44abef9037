package dev.patchbay.local.aws.events;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.AwsRequest;
import dev.patchbay.local.aws.AwsResponse;
import dev.patchbay.local.aws.AwsService;
import dev.patchbay.local.aws.JsonProtocol;
import dev.patchbay.local.aws.Members;
import dev.patchbay.local.clock.HubClock;
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
    EntryRules.check(entries);
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

  private Buses.Posted posted(Map<String, Object> entry) {
    Map<String, Object> detail = EntryRules.detail(entry);
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
        Members.list(entry, "Resources"),
        detail,
        at);
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
