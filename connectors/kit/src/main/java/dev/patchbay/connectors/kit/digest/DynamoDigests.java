package dev.patchbay.connectors.kit.digest;

import static dev.patchbay.connectors.kit.ledger.Items.number;
import static dev.patchbay.connectors.kit.ledger.Items.text;

import dev.patchbay.connectors.kit.ledger.Change;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Windows in the ledger's table: an item for each window, and one for each of its lines. A line is
 * written before the window is asked whether it is open, so that whoever closes it reads every line
 * that was told it had joined.
 */
public final class DynamoDigests implements Digests {
  private static final Duration KEPT = Duration.ofDays(30);
  private static final String WINDOW = "window";
  private static final String LINE = "line/";

  private final Supplier<DynamoDbClient> client;
  private final String table;
  private final InstantSource clock;

  /**
   * Windows in a table.
   *
   * @param table the ledger's
   */
  public DynamoDigests(Supplier<DynamoDbClient> client, String table, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public Joined join(String window, Line line) {
    boolean isNew =
        update(
                window,
                LINE + line.marker(),
                "SET #event = :event, severity = :severity, #text = :text, expires = :expires",
                null,
                Map.of("#event", "event", "#text", "text"),
                Map.of(
                    ":event", text(line.event()),
                    ":severity", text(line.severity()),
                    ":text", text(line.text()),
                    ":expires", expires()),
                ReturnValue.ALL_OLD)
            .isEmpty();
    Map<String, AttributeValue> now =
        update(
            window,
            WINDOW,
            "SET keeper = if_not_exists(keeper, :marker), #event = if_not_exists(#event, :event),"
                + " expires = :expires ADD lineCount :one, closings :zero",
            null,
            Map.of("#event", "event"),
            Map.of(
                ":marker", text(line.marker()),
                ":event", text(line.event()),
                ":expires", expires(),
                ":one", number(isNew ? 1 : 0),
                ":zero", number(0)),
            ReturnValue.ALL_NEW);
    return new Joined(
        now.get("keeper").s(),
        now.get("event").s(),
        !isNew || !now.containsKey("closed"),
        Integer.parseInt(now.get("closings").n()));
  }

  @Override
  public boolean takeOver(String window, Joined seen, Line keeper) {
    try {
      update(
          window,
          WINDOW,
          "SET keeper = :marker, #event = :event",
          "keeper = :seen AND closings = :closings",
          Map.of("#event", "event"),
          Map.of(
              ":marker", text(keeper.marker()),
              ":event", text(keeper.event()),
              ":seen", text(seen.keeper()),
              ":closings", number(seen.closings())),
          ReturnValue.NONE);
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  @Override
  public Optional<Summary> close(String window, String keeper) {
    try {
      Map<String, AttributeValue> closed =
          update(
              window,
              WINDOW,
              "SET closed = if_not_exists(closed, lineCount) ADD closings :one",
              "keeper = :keeper",
              Map.of(),
              Map.of(":keeper", text(keeper), ":one", number(1)),
              ReturnValue.ALL_NEW);
      return Optional.of(summary(window, closed));
    } catch (ConditionalCheckFailedException _) {
      return Optional.empty();
    }
  }

  private Summary summary(String window, Map<String, AttributeValue> closed) {
    List<Line> lines =
        client
            .get()
            .query(
                query ->
                    query
                        .tableName(table)
                        .keyConditionExpression("pk = :window AND begins_with(sk, :line)")
                        .expressionAttributeValues(
                            Map.of(":window", text(window), ":line", text(LINE)))
                        .consistentRead(true)
                        .limit(SHOWN))
            .items()
            .stream()
            .map(DynamoDigests::line)
            .toList();
    int counted = Integer.parseInt(closed.get("closed").n());
    return new Summary(Math.max(counted, lines.size()), lines);
  }

  private static Line line(Map<String, AttributeValue> item) {
    return new Line(
        item.get("sk").s().substring(LINE.length()),
        item.get("event").s(),
        item.get("severity").s(),
        item.get("text").s());
  }

  private Map<String, AttributeValue> update(
      String window,
      String sort,
      String expression,
      String condition,
      Map<String, String> names,
      Map<String, AttributeValue> values,
      ReturnValue back) {
    return new Change(
            Map.of("pk", text(window), "sk", text(sort)), expression, condition, names, values)
        .make(client.get(), table, back);
  }

  private AttributeValue expires() {
    return number(clock.instant().plus(KEPT).getEpochSecond());
  }
}
