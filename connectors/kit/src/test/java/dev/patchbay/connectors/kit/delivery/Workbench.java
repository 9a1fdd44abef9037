package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.connectors.kit.MovingClock;
import dev.patchbay.connectors.kit.destination.Destination;
import dev.patchbay.connectors.kit.digest.InMemoryDigests;
import dev.patchbay.connectors.kit.ledger.InMemoryLedger;
import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.kit.queue.Queue;
import dev.patchbay.connectors.kit.queue.SqsEvents;
import dev.patchbay.connectors.spi.Addressed;
import dev.patchbay.connectors.spi.Answers;
import dev.patchbay.connectors.spi.Batch;
import dev.patchbay.connectors.spi.BatchSender;
import dev.patchbay.connectors.spi.Connection;
import dev.patchbay.connectors.spi.Connector;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.InMemoryMemory;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.core.trace.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The whole function around a connector of the test's own, with everything that AWS does held in
 * memory.
 */
final class Workbench {
  static final long ENOUGH = 60_000;
  static final Limits LIMITS = new Limits(Duration.ofSeconds(25), Duration.ofSeconds(60));

  /** A message kept for a person. */
  record Letter(Map<String, Object> message, Map<String, String> attributes) {}

  final MovingClock clock = new MovingClock();
  final InMemoryLedger ledger = new InMemoryLedger(clock);
  final InMemoryDigests digests = new InMemoryDigests();
  final Map<String, Duration> hidden = Collections.synchronizedMap(new LinkedHashMap<>());
  final List<Letter> buried = Collections.synchronizedList(new ArrayList<>());
  final List<Delivery> sent = Collections.synchronizedList(new ArrayList<>());
  Function<Delivery, Outcome> destination = _ -> new Outcome.Delivered(new Receipt("r-1"));
  Function<Delivery, Optional<Receipt>> history;

  /** Where it is set, deliveries go to these hosts. */
  Function<Delivery, String> hosts;

  /** Where it is set, the destination takes three deliveries in a call. */
  Function<List<Delivery>, List<Outcome>> destinationOfMany;

  /** What the destination answers; null where it does not. */
  String answer;

  /** Where it is set, it makes the calls of a batch in place of the one above. */
  BiConsumer<List<Delivery>, Batch> sendsMany;

  /** Where it is set, what an invocation has left, in milliseconds, each time it is asked. */
  LongSupplier remaining;

  final List<Integer> calls = Collections.synchronizedList(new ArrayList<>());
  Map<String, Object> secret = Map.of("token", "t0ken");
  String version = "1";

  /** How often SQS says that it has handed out a message. */
  String received = "1";

  /** When the messages came into the queue. */
  Instant posted = clock.instant();

  private final BatchWorker worker;

  Workbench(String effect, String onUnknown) {
    this(effect, onUnknown, "{\"limit\": 0, \"per\": \"1s\"}");
  }

  Workbench(String effect, String onUnknown, String rate) {
    this(effect, onUnknown, rate, Map.of());
  }

  /**
   * @param environment of the function
   */
  Workbench(String effect, String onUnknown, String rate, Map<String, String> environment) {
    ConnectorEntry entry =
        Records.bind(
            Json.parseObject(
                """
                {"name": "pager", "concurrency": 1, "effect": "%s", "onUnknown": "%s", "rate": %s,
                 "parameters": {"type": "object", "properties": {
                   "to": {"type": "string"},
                   "text": {"type": "string", "default": "{{ title }}", "escape": "mrkdwn"}}},
                 "secret": {"type": "object", "properties": {"token": {"type": "string"}},
                   "required": ["token"]},
                 "retry": {"attempts": 3, "within": "1h", "first": "10s", "longest": "1m"}}
                """
                    .formatted(effect, onUnknown, rate)),
            ConnectorEntry.class);
    Destination to =
        new Destination(new Pager(), entry, new OneSecret(), new InMemoryMemory(clock), clock);
    Queue queue = new KeptQueue();
    Backoff backoff = new Backoff(entry.retry(), new Random(7));
    Settlement settlement = new Settlement(to, ledger, queue, backoff, clock);
    Preparation preparation =
        new Preparation(
            to,
            ledger,
            new Payloads(null),
            new Gathering(digests, ledger, clock),
            LIMITS,
            settlement,
            new Tracer(new Settings(environment::get), clock),
            clock);
    Calls calls = new Calls(entry, Duration.ofMillis(300), Duration.ofMillis(300));
    Deliverer deliverer = new Deliverer(to, LIMITS, calls, settlement);
    this.worker = new BatchWorker("pager", preparation, deliverer, LIMITS, queue, clock);
  }

  /** A message with these deliveries, in the form of the queue. */
  static String message(String id, String... deliveries) {
    return """
    {"route": "a-route", "connectors": ["pager", "other"], "deliveries": [%s],
     "event": {"source": "patchbay.github", "detail-type": "push", "detail":
       {"id": "%s", "source": "github", "account": "default", "type": "push",
        "title": "A <title>", "data": {"count": 3}}}}
    """
        .formatted(String.join(",", deliveries), id);
  }

  static String delivery(String more) {
    return "{\"connector\": \"pager\", \"to\": \"#ops\"" + more + "}";
  }

  static String message(String id) {
    return message(id, delivery(""));
  }

  /** Hands the function a batch; the names of the messages that must come again. */
  List<String> invoke(long remaining, String... bodies) {
    List<Map<String, Object>> records = new ArrayList<>();
    for (String body : bodies) {
      String id = "m" + records.size();
      records.add(
          Map.of(
              "messageId", id,
              "receiptHandle", id,
              "body", body,
              "attributes",
                  Map.of(
                      "ApproximateReceiveCount",
                      received,
                      "SentTimestamp",
                      Long.toString(posted.toEpochMilli()))));
    }
    return invoke(remaining, records);
  }

  List<String> invoke(String... bodies) {
    return invoke(ENOUGH, bodies);
  }

  /** The pause of the only message that must come again goes by. */
  void pass() {
    clock.move(hidden.get("m0"));
  }

  /** Hands the function a dead letter that was put back. */
  List<String> redrive(Letter letter) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    letter
        .attributes()
        .forEach(
            (name, value) ->
                attributes.put(name, Map.of("stringValue", value, "dataType", "String")));
    return invoke(
        ENOUGH,
        List.of(
            Map.of(
                "messageId",
                "m0",
                "receiptHandle",
                "m0",
                "body",
                Json.write(letter.message()),
                "messageAttributes",
                attributes)));
  }

  private List<String> invoke(long remaining, List<Map<String, Object>> records) {
    hidden.clear();
    byte[] answer =
        SqsEvents.write(
            worker.work(
                SqsEvents.read(Json.writeBytes(Map.of("Records", records))),
                this.remaining == null ? () -> remaining : this.remaining));
    List<String> again = new ArrayList<>();
    for (Object failure : (List<?>) Json.parseObject(answer).get("batchItemFailures")) {
      again.add((String) Json.object(failure).get("itemIdentifier"));
    }
    return again;
  }

  /** What the ledger knows of an event's delivery at a place. */
  InMemoryLedger.Item item(String event, int place) {
    return ledger.item(new Ledger.Key("github/default/" + event, "a-route/pager/" + place));
  }

  private final class Pager implements Connector {
    @Override
    public String name() {
      return "pager";
    }

    @Override
    public Sender connect(Connection connection) {
      if (connection.secret().text("token") == null) {
        throw new MisconfiguredException("secret " + connection.secret().name() + ": no token");
      }
      if (destinationOfMany != null || sendsMany != null) {
        return new Many();
      }
      if (hosts != null) {
        return new Hosts();
      }
      return history == null ? this::send : new Asked();
    }

    private final class Hosts implements Sender, Addressed {
      @Override
      public Outcome send(Delivery delivery) {
        return Pager.this.send(delivery);
      }

      @Override
      public String address(Delivery delivery) {
        return hosts.apply(delivery);
      }
    }

    private final class Many implements BatchSender {
      @Override
      public int most() {
        return 3;
      }

      @Override
      public void send(List<Delivery> deliveries, Batch batch) {
        if (sendsMany != null) {
          sendsMany.accept(deliveries, batch);
        } else if (batch.turn(deliveries)) {
          calls.add(deliveries.size());
          sent.addAll(deliveries);
          List<Outcome> outcomes = destinationOfMany.apply(deliveries);
          for (int i = 0; i < outcomes.size(); i++) {
            batch.came(deliveries.get(i), outcomes.get(i));
          }
        }
      }
    }

    private Outcome send(Delivery delivery) {
      sent.add(delivery);
      if (answer != null) {
        Answers.heard(answer);
      }
      return destination.apply(delivery);
    }

    private final class Asked implements Sender, Reconciling {
      @Override
      public Outcome send(Delivery delivery) {
        return Pager.this.send(delivery);
      }

      @Override
      public Optional<Receipt> find(Delivery delivery) {
        return history.apply(delivery);
      }
    }
  }

  private final class OneSecret implements Secrets {
    @Override
    public List<Secret> versions(String name) {
      return secret == null ? List.of() : List.of(new Secret(name, version, secret));
    }

    @Override
    public List<Secret> refreshed(String name, Duration youngerThan) {
      return versions(name);
    }
  }

  private final class KeptQueue implements Queue {
    @Override
    public void hide(Map<String, Duration> pauses) {
      hidden.putAll(pauses);
    }

    @Override
    public void bury(String body, Map<String, String> attributes) {
      boolean isJson = body.startsWith("{");
      buried.add(new Letter(isJson ? Json.parseObject(body) : Map.of("body", body), attributes));
    }
  }
}
