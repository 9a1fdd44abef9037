package dev.patchbay.local.aws.events;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.sns.Topics;
import dev.patchbay.local.aws.sqs.Outgoing;
import dev.patchbay.local.aws.sqs.Queues;
import dev.patchbay.local.store.Store;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import software.amazon.event.ruler.Machine;

/**
 * Event buses and their rules, in process. They are in memory, made by the template at each start; what is put on a bus is
 * in the archive and in the queues of its rules' targets, on disk and at once, on return. Thread-safe.
 */
public final class Buses {
  /** An event that is put on a bus. */
  public record Posted(String id, String bus, Map<String, Object> event, String json) {}

  /** A target's share of an event. */
  private record Sending(Rule rule, Rule.Target target, String body, Posted posted) {}

  private final Store store;
  private final Queues queues;
  private final Topics topics;
  private final Set<String> buses = new ConcurrentSkipListSet<>(Set.of("default"));
  private final Map<String, Rule> rules = new ConcurrentSkipListMap<>();
  private final Map<String, Machine> machines = new ConcurrentHashMap<>();
  private final Set<String> archived = new ConcurrentSkipListSet<>();

  public Buses(Store store, Queues queues, Topics topics) {
    this.store = store;
    this.queues = queues;
    this.topics = topics;
    store.define(
        """
        create table if not exists archive (
          number integer primary key autoincrement, bus text not null, id text not null, time integer not null,
          event text not null)""",
        "create index if not exists archive_by_time on archive (bus, time)");
  }

  static String arn(String bus) {
    return Arns.of("events", "event-bus/" + bus);
  }

  void put(String bus) {
    buses.add(bus);
  }

  Collection<String> names() {
    return buses;
  }

  /** The name of a bus given by name or ARN; refuses one that does not exist. */
  String require(String nameOrArn) {
    String name = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    if (!buses.contains(name)) {
      throw new AwsException("ResourceNotFoundException", "Event bus " + name + " does not exist.");
    }
    return name;
  }

  /** Keeps the events of a bus for replay. */
  void archive(String bus) {
    archived.add(bus);
  }

  /** Adds a rule, or replaces the one of its name. */
  void put(Rule rule) {
    Machine machine = machines.computeIfAbsent(rule.bus(), _ -> Machine.builder().build());
    synchronized (machine) {
      try {
        Rule before = rules.put(rule.arn(), rule);
        if (before != null) {
          machine.deleteRule(before.arn(), before.pattern());
        }
        machine.addRule(rule.arn(), rule.pattern());
      } catch (Exception e) { // what event-ruler declares
        throw new AwsException("InvalidEventPatternException", "Event pattern is not valid. Reason: " + e.getMessage());
      }
    }
  }

  Collection<Rule> rules() {
    return rules.values();
  }

  /** Puts events on their buses: all of them, or, where the store fails, none. */
  void post(List<Posted> events) {
    List<Sending> sendings = new ArrayList<>();
    events.forEach(posted -> sendings.addAll(sendings(posted)));
    Set<String> reached =
        store.write(
            in -> {
              Set<String> names = new TreeSet<>();
              for (Posted posted : events) {
                if (archived.contains(posted.bus())) {
                  archive(in, posted);
                }
              }
              for (Sending sending : sendings) {
                names.addAll(send(in, sending));
              }
              return names;
            });
    reached.forEach(queues::arrived);
  }

  private List<Sending> sendings(Posted posted) {
    Machine machine = machines.get(posted.bus());
    List<Sending> sendings = new ArrayList<>();
    if (machine == null) {
      return sendings;
    }
    try {
      for (String arn : machine.rulesForJSONEvent(posted.json())) {
        Rule rule = rules.get(arn);
        if (rule != null && rule.enabled()) {
          rule.targets()
              .forEach(
                  target ->
                      sendings.add(
                          new Sending(rule, target, target.body(posted.event(), posted.json(), arn), posted)));
        }
      }
      return sendings;
    } catch (Exception e) { // what event-ruler declares
      throw new IllegalStateException("the event could not be matched", e);
    }
  }

  private static void archive(Connection in, Posted posted) throws SQLException {
    try (PreparedStatement insert =
        in.prepareStatement("insert into archive (bus, id, time, event) values (?, ?, ?, ?)")) {
      insert.setString(1, posted.bus());
      insert.setString(2, posted.id());
      insert.setLong(3, Instant.parse(posted.event().get("time").toString()).toEpochMilli());
      insert.setString(4, posted.json());
      insert.executeUpdate();
    }
  }

  private Set<String> send(Connection in, Sending sending) throws SQLException {
    String arn = sending.target().arn();
    if (arn.startsWith("arn:aws:sns:")) {
      if (!topics.exists(arn)) {
        return bury(in, sending, "NO_RESOURCE", "the topic does not exist");
      }
      if (sending.body().getBytes(StandardCharsets.UTF_8).length > Topics.LARGEST) {
        return bury(in, sending, "INVALID_PARAMETER", "Message too long");
      }
      return topics.insert(in, arn, Topics.Publication.of(sending.body()));
    }
    if (!queues.exists(arn)) {
      return bury(in, sending, "NO_RESOURCE", "the queue does not exist");
    }
    queues.insert(in, Arns.name(arn), List.of(Outgoing.of(sending.body(), Map.of())));
    return Set.of(Arns.name(arn));
  }

  /** What EventBridge puts beside a dead letter (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html). */
  private Set<String> bury(Connection in, Sending sending, String code, String message) throws SQLException {
    String deadLetters = sending.target().deadLetterArn();
    if (deadLetters == null || !queues.exists(deadLetters)) {
      return Set.of();
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("RULE_ARN", text(sending.rule().arn()));
    attributes.put("TARGET_ARN", text(sending.target().arn()));
    attributes.put("ERROR_CODE", text(code));
    attributes.put("ERROR_MESSAGE", text(message));
    queues.insert(in, Arns.name(deadLetters), List.of(Outgoing.of(sending.posted().json(), attributes)));
    return Set.of(Arns.name(deadLetters));
  }

  private static Map<String, Object> text(String value) {
    return Map.of("DataType", "String", "StringValue", value);
  }

  /** The event as rules see it. */
  static Posted posted(
      String id, String bus, String source, String detailType, Map<String, Object> detail, Instant time) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "0");
    event.put("id", id);
    event.put("detail-type", detailType);
    event.put("source", source);
    event.put("account", Arns.ACCOUNT);
    event.put("time", time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
    event.put("region", Arns.REGION);
    event.put("resources", List.of());
    event.put("detail", detail);
    return new Posted(id, bus, event, Json.write(event));
  }
}
