package dev.patchbay.cli.hub;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** The ledger of a hub as its operator sees it. Thread-safe. */
public final class LedgerView implements AutoCloseable {
  private final DynamoDbClient client;
  private final String table;

  LedgerView(Running hub) {
    this.client = hub.client(DynamoDbClient.builder()).build();
    this.table = hub.stack() + "-ledger";
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

  /**
   * A delivery's state; empty where the ledger knows nothing of it. Of one that another event's
   * digest was to tell, and that was given up, that one's.
   */
  public String state(Key key) {
    Map<String, AttributeValue> item = item(key);
    String window = text(item, "digest");
    if (!text(item, "state").equals("digested") || window.isEmpty()) {
      return text(item, "state");
    }
    String keeper = text(item(new Key(window, "window")), "event");
    String told = text(item(new Key(keeper, key.delivery())), "state");
    return List.of("dead", "undelivered").contains(told) ? told : "digested";
  }

  private Map<String, AttributeValue> item(Key key) {
    return client.getItem(get -> get.tableName(table).key(key.item())).item();
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return item.containsKey(name) ? item.get(name).s() : "";
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
    client.updateItem(
        update ->
            update
                .tableName(table)
                .key(key.item())
                .updateExpression(
                    "SET #state = :waiting, attempts = :zero, firstAt = :now REMOVE doubt, digest")
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
  List<Map<String, Object>> deliveries(String event) {
    return client
        .queryPaginator(
            query ->
                query
                    .tableName(table)
                    .keyConditionExpression("pk = :event")
                    .expressionAttributeValues(Map.of(":event", AttributeValue.fromS(event))))
        .items()
        .stream()
        .map(LedgerView::delivery)
        .toList();
  }

  private static Map<String, Object> delivery(Map<String, AttributeValue> item) {
    Map<String, Object> delivery = new LinkedHashMap<>();
    String[] place = item.get("sk").s().split("/");
    delivery.put("route", place[0]);
    delivery.put("connector", place[1]);
    item.forEach(
        (name, value) -> {
          if (!List.of("pk", "sk", "expires", "leaseUntil", "holder").contains(name)) {
            delivery.put(name, plain(value));
          }
        });
    return delivery;
  }

  private static Object plain(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> Long.parseLong(value.n());
      case L -> value.l().stream().map(LedgerView::plain).toList();
      case M -> {
        Map<String, Object> map = new LinkedHashMap<>();
        value.m().forEach((name, item) -> map.put(name, plain(item)));
        yield map;
      }
      default -> value.toString();
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
