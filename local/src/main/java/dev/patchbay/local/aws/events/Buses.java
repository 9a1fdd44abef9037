package dev.patchbay.local.aws.events;

import dev.patchbay.core.json.Json;
import dev.patchbay.local.aws.Arns;
import dev.patchbay.local.aws.AwsException;
import dev.patchbay.local.aws.Constraints;
import dev.patchbay.local.aws.firehose.DeliveryStreams;
import dev.patchbay.local.aws.iam.Authority;
import dev.patchbay.local.aws.iam.Principal;
import dev.patchbay.local.aws.iam.Question;
import dev.patchbay.local.aws.iam.ServiceCalls;
import dev.patchbay.local.aws.sns.Topics;
import dev.patchbay.local.aws.sqs.Outgoing;
import dev.patchbay.local.aws.sqs.Queues;
import dev.patchbay.local.store.Store;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import software.amazon.event.ruler.Machine;

/**
 * Event buses and their rules, in process. They are in memory, made by the template at each start;
 * what is put on a bus is in the archive and in the queues of its rules' targets, on disk and at
 * once, on return. Thread-safe.
 */
public final class Buses {
  /** An event that is put on a bus. */
  public record Posted(String id, String bus, Map<String, Object> event, String json) {}

  /** A target's share of an event. */
  private record Sending(Rule rule, Rule.Target target, String body, Posted posted) {}

  /**
   * EventBridge's quota for a bus
   * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html).
   */
  private static final int MOST_RULES = 300;

  private final Store store;
  private final Queues queues;
  private final Topics topics;
  private final DeliveryStreams streams;
  private final Authority authority;
  private final Set<String> buses = new ConcurrentSkipListSet<>(Set.of("default"));
  private final Map<String, Rule> rules = new ConcurrentSkipListMap<>();
  private final Map<String, Machine> machines = new ConcurrentHashMap<>();
  private final Archives archives;

  /**
   * @param authority which says what a rule may send to
   */
  public Buses(
      Store store, Queues queues, Topics topics, DeliveryStreams streams, Authority authority) {
    this.store = store;
    this.authority = authority;
    this.queues = queues;
    this.topics = topics;
    this.streams = streams;
    this.archives = new Archives(store);
  }

  static String arn(String bus) {
    return Arns.of("events", "event-bus/" + bus);
  }

  void put(String bus) {
    Constraints.name("name", bus, "[/\\.\\-_A-Za-z0-9]+", 256);
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

  /** What the buses keep for replay. */
  Archives archives() {
    return archives;
  }

  /** Adds a rule, or replaces the one of its name. */
  void put(Rule rule) {
    if (!rules.containsKey(rule.arn())
        && rules.values().stream().filter(it -> it.bus().equals(rule.bus())).count()
            >= MOST_RULES) {
      throw RuleRules.tooMany();
    }
    Machine machine = machines.computeIfAbsent(rule.bus(), _ -> Machine.builder().build());
    synchronized (machine) {
      try {
        machine.addRule(rule.arn(), rule.pattern());
        Rule before = rules.put(rule.arn(), rule);
        if (before != null && !before.pattern().equals(rule.pattern())) {
          machine.deleteRule(before.arn(), before.pattern());
        }
      } catch (Exception e) { // what event-ruler declares
        throw new AwsException(
            "InvalidEventPatternException",
            "Event pattern is not valid. Reason: " + e.getMessage());
      }
    }
  }

  /** Takes a rule away. */
  void remove(Rule rule) {
    Machine machine = machines.get(rule.bus());
    synchronized (machine) {
      try {
        machine.deleteRule(rule.arn(), rule.pattern());
        rules.remove(rule.arn());
      } catch (Exception e) { // what event-ruler declares
        throw new IllegalStateException("the rule cannot be taken away", e);
      }
    }
  }

  Collection<Rule> rules() {
    return rules.values();
  }

  /** Puts events on their buses: all of them, or, where the store fails, none. */
  void post(List<Posted> events) {
    Spread spread = new Spread(_ -> true);
    events.forEach(spread::put);
    List<Posted> kept = spread.posted.stream().filter(archives::isKept).toList();
    write(
        spread,
        in -> {
          for (Posted posted : kept) {
            archives.insert(in, posted);
          }
          return null;
        });
  }

  /**
   * Puts archived events on their bus again; they are not archived again.
   *
   * @param ruleArns of the only rules that get them; empty for all
   * @param also in the same transaction
   */
  void postAgain(List<Posted> events, List<String> ruleArns, Store.Work<Void> also) {
    Spread spread = new Spread(rule -> ruleArns.isEmpty() || ruleArns.contains(rule.arn()));
    events.forEach(spread::put);
    write(spread, also);
  }

  private void write(Spread spread, Store.Work<Void> also) {
    Set<String> reached =
        store.write(
            in -> {
              Set<String> names = new TreeSet<>();
              also.in(in);
              for (Sending sending : spread.sendings) {
                names.addAll(send(in, sending));
              }
              return names;
            });
    reached.forEach(queues::arrived);
  }

  /**
   * What events come to, over the rules that lead from one bus to another. Rendered before the
   * store is asked.
   */
  private final class Spread {
    private final Predicate<Rule> taken;
    private final List<Posted> posted = new ArrayList<>();
    private final List<Sending> sendings = new ArrayList<>();

    Spread(Predicate<Rule> taken) {
      this.taken = taken;
    }

    void put(Posted event) {
      put(event, taken, Set.of());
    }

    private void put(Posted event, Predicate<Rule> wanted, Set<String> passed) {
      posted.add(event);
      Set<String> here = new TreeSet<>(passed);
      here.add(event.bus());
      for (Rule rule : matching(event)) {
        if (wanted.test(rule)) {
          rule.targets().forEach(target -> send(event, rule, target, here));
        }
      }
    }

    private void send(Posted event, Rule rule, Rule.Target target, Set<String> passed) {
      if (!isBus(target.arn())) {
        String body = target.body(event.event(), event.json(), rule.arn());
        sendings.add(new Sending(rule, target, body, event));
        return;
      }
      String bus = target.arn().substring(target.arn().lastIndexOf('/') + 1);
      if (!buses.contains(bus)) {
        sendings.add(new Sending(rule, target, event.json(), event));
      } else if (!passed.contains(bus)) { // rules that lead in a circle end where they began
        put(new Posted(event.id(), bus, event.event(), event.json()), _ -> true, passed);
      }
    }
  }

  private static boolean isBus(String arn) {
    return arn.startsWith("arn:aws:events:");
  }

  private List<Rule> matching(Posted posted) {
    Machine machine = machines.get(posted.bus());
    if (machine == null) {
      return List.of();
    }
    try {
      return machine.rulesForJSONEvent(posted.json()).stream()
          .map(rules::get)
          .filter(rule -> rule != null && rule.enabled())
          .toList();
    } catch (Exception e) { // what event-ruler declares
      throw new IllegalStateException("the event could not be matched", e);
    }
  }

  private Set<String> send(Connection in, Sending sending) throws SQLException {
    String arn = sending.target().arn();
    if (arn.startsWith("arn:aws:sns:")) {
      if (!topics.exists(arn)) {
        return bury(in, sending, "NO_RESOURCE", "the topic does not exist");
      }
      if (!mayAct(sending, "sns:Publish", arn)) {
        return bury(in, sending, "NO_PERMISSIONS", refused(sending, "topic"));
      }
      if (sending.body().getBytes(StandardCharsets.UTF_8).length > Topics.LARGEST) {
        return bury(in, sending, "INVALID_PARAMETER", "Message too long");
      }
      return topics.insert(in, arn, Topics.Publication.of(sending.body()));
    }
    if (arn.startsWith("arn:aws:firehose:")) {
      return toStream(in, sending, arn);
    }
    if (!queues.exists(arn)) {
      return bury(in, sending, "NO_RESOURCE", "the target does not exist");
    }
    if (!mayAct(sending, "sqs:SendMessage", arn)) {
      return bury(in, sending, "NO_PERMISSIONS", refused(sending, "queue"));
    }
    Optional<String> fault = queues.fault(Arns.name(arn), sending.body(), Map.of());
    if (fault.isPresent()) {
      return bury(in, sending, "INVALID_PARAMETER", fault.get());
    }
    queues.insert(in, Arns.name(arn), List.of(Outgoing.of(sending.body(), Map.of())));
    return Set.of(Arns.name(arn));
  }

  private Set<String> toStream(Connection in, Sending sending, String arn) throws SQLException {
    if (!streams.exists(arn)) {
      return bury(in, sending, "NO_RESOURCE", "the stream does not exist");
    }
    if (!mayAct(sending, "firehose:PutRecord", arn)) {
      return bury(in, sending, "NO_PERMISSIONS", refused(sending, "stream"));
    }
    streams.insert(in, arn, sending.body());
    return Set.of();
  }

  private static String refused(Sending sending, String kind) {
    return sending.target().roleArn() == null
        ? "the " + kind + "'s policy does not let the rule in"
        : "the rule's role does not let it send to the " + kind;
  }

  /** By the target's own policy, or by the role that the rule takes for it. */
  private boolean mayAct(Sending sending, String action, String arn) {
    String role = sending.target().roleArn();
    if (role == null) {
      return isLetIn(sending.rule(), action, arn);
    }
    Principal.Session session = new Principal.Session(role, sending.rule().name());
    return isLetIn(sending.rule(), "sts:AssumeRole", role)
        && authority.decide(Question.of(session, action, arn)).allowed();
  }

  private boolean isLetIn(Rule rule, String action, String arn) {
    Principal.Service events = new Principal.Service("events.amazonaws.com", rule.arn());
    return ServiceCalls.mayAct(authority, events, action, arn);
  }

  /**
   * What EventBridge puts beside a dead letter
   * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html).
   */
  private Set<String> bury(Connection in, Sending sending, String code, String message)
      throws SQLException {
    String deadLetters = sending.target().deadLetterArn();
    if (deadLetters == null
        || !queues.exists(deadLetters)
        || !isLetIn(sending.rule(), "sqs:SendMessage", deadLetters)) {
      return Set.of();
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("RULE_ARN", text(sending.rule().arn()));
    attributes.put("TARGET_ARN", text(sending.target().arn()));
    attributes.put("ERROR_CODE", text(code));
    attributes.put("ERROR_MESSAGE", text(message));
    queues.insert(
        in, Arns.name(deadLetters), List.of(Outgoing.of(sending.posted().json(), attributes)));
    return Set.of(Arns.name(deadLetters));
  }

  private static Map<String, Object> text(String value) {
    return Map.of("DataType", "String", "StringValue", value);
  }

  /** The event as rules see it. */
  static Posted posted(
      String id,
      String bus,
      String source,
      String detailType,
      List<?> resources,
      Map<String, Object> detail,
      Instant time) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "0");
    event.put("id", id);
    event.put("detail-type", detailType);
    event.put("source", source);
    event.put("account", Arns.ACCOUNT);
    event.put("time", time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
    event.put("region", Arns.REGION);
    event.put("resources", resources);
    event.put("detail", detail);
    return new Posted(id, bus, event, Json.write(event));
  }
}
