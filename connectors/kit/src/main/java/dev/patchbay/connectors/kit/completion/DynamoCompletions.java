package dev.patchbay.connectors.kit.completion;

import static dev.patchbay.connectors.kit.ledger.Items.text;

import dev.patchbay.connectors.kit.ledger.Change;
import dev.patchbay.connectors.kit.ledger.Items;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Last words in DynamoDB, one conditional write each. {@code completed} holds the receipt that had
 * its last word: words come twice, and out of order.
 */
public final class DynamoCompletions implements Completions {
  private static final String NEW = "(attribute_not_exists(completed) OR completed <> :receipt)";
  private static final String MADE = "(#state = :delivered AND receipt = :receipt)";
  private static final String DOUBTFUL = "#state = :unknown";

  /** A receipt that stays while it waits is one that a person wanted made again. */
  private static final String TRIED =
      "(#state = :waiting AND (attribute_not_exists(receipt) OR receipt <> :receipt))";

  private static final String WRITE =
      "SET #state = :state, receipt = :receipt, completed = :receipt, lastAt = :at,"
          + " #log = list_append(if_not_exists(#log, :none), :line)";

  private final Supplier<DynamoDbClient> client;
  private final String table;
  private final InstantSource clock;

  /**
   * Last words on deliveries of a ledger.
   *
   * @param table the ledger's
   */
  public DynamoCompletions(Supplier<DynamoDbClient> client, String table, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public Effect complete(Word word) {
    try {
      write(word);
      return Effect.WRITTEN;
    } catch (ConditionalCheckFailedException e) {
      AttributeValue state = e.hasItem() ? e.item().get("state") : null;
      return state != null && "claimed".equals(state.s()) ? Effect.TOO_EARLY : Effect.NONE;
    }
  }

  private void write(Word word) {
    Map<String, AttributeValue> line = new HashMap<>();
    line.put("at", text(clock.instant().toString()));
    line.put("outcome", text(word.arrived() ? "arrived" : "undelivered"));
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":state", text(word.arrived() ? "delivered" : "undelivered"));
    values.put(":delivered", text("delivered"));
    values.put(":unknown", text("unknown"));
    values.put(":receipt", text(word.receipt()));
    values.put(":at", line.get("at"));
    values.put(":none", AttributeValue.fromL(List.of()));
    String change = " REMOVE reason, nextAt, doubt";
    String of = MADE + " OR " + DOUBTFUL;
    if (word.arrived()) {
      of += " OR " + TRIED;
      values.put(":waiting", text("waiting"));
    } else {
      change = ", reason = :reason REMOVE nextAt, doubt";
      values.put(":reason", text(word.reason()));
      line.put("reason", text(word.reason()));
    }
    values.put(":line", AttributeValue.fromL(List.of(AttributeValue.fromM(line))));
    String update = WRITE + change;
    String condition = NEW + " AND (" + of + ")";
    new Change(
            Items.of(word.key()),
            update,
            condition,
            Map.of("#state", "state", "#log", "log"),
            values)
        .make(client.get(), table, ReturnValue.NONE);
  }
}
