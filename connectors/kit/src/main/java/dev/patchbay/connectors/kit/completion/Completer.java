package dev.patchbay.connectors.kit.completion;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.patchbay.connectors.kit.ledger.Ledger;
import dev.patchbay.connectors.kit.queue.Queue;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.ConnectorEntry.Completion;
import dev.patchbay.core.event.Event;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.metric.Measurements;
import dev.patchbay.core.metric.Metric;
import dev.patchbay.core.text.Excerpt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Takes destinations' last words out of a batch and writes them to the ledger. A word is an event
 * that the rule of {@code completions-of-CONNECTOR} leads to the connector's own queue; how it is
 * read, the catalog says. Thread-safe.
 */
public final class Completer {
  /** What a delivery of a word has in place of parameters. */
  private static final String MARK = "completes";

  /** More deliveries than a rule's input template has room for. */
  private static final int MOST_PLACES = 500;

  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_RECEIPT = 4096;
  private static final Duration SOON = Duration.ofSeconds(30);

  private final String connector;
  private final Completion completion;
  private final Completions completions;
  private final Queue queue;

  /**
   * A completer of one connector; where its entry says nothing of completion, all are deliveries.
   */
  public Completer(ConnectorEntry entry, Completions completions, Queue queue) {
    this.connector = entry.name();
    this.completion = entry.completion();
    this.completions = completions;
    this.queue = queue;
  }

  /**
   * Works off a batch: deliveries first, so that a word on one of them finds it recorded.
   *
   * @param deliveries works off what is no word
   * @return the messages that must come again
   */
  public SQSBatchResponse work(
      List<SQSMessage> messages, Function<List<SQSMessage>, SQSBatchResponse> deliveries) {
    List<SQSMessage> words = messages.stream().filter(this::isWord).toList();
    if (words.isEmpty()) {
      return deliveries.apply(messages);
    }
    List<SQSBatchResponse.BatchItemFailure> again = new ArrayList<>();
    List<SQSMessage> others = messages.stream().filter(it -> !words.contains(it)).toList();
    if (!others.isEmpty()) {
      again.addAll(deliveries.apply(others).getBatchItemFailures());
    }
    Map<String, Duration> early = new LinkedHashMap<>();
    for (SQSMessage word : words) {
      if (!isDone(word, early)) {
        again.add(new SQSBatchResponse.BatchItemFailure(word.getMessageId()));
      }
    }
    if (!early.isEmpty()) {
      queue.hide(early);
    }
    return new SQSBatchResponse(again);
  }

  private boolean isWord(SQSMessage message) {
    if (completion == null || !message.getBody().contains('"' + MARK + '"')) {
      return false;
    }
    try {
      return Json.parseObject(message.getBody()).get("deliveries") instanceof List<?> deliveries
          && deliveries.stream()
              .anyMatch(one -> one instanceof Map<?, ?> map && map.get(MARK) == Boolean.TRUE);
    } catch (JsonException _) { // whoever makes deliveries says what is wrong with it
      return false;
    }
  }

  private boolean isDone(SQSMessage message, Map<String, Duration> early) {
    try {
      Map<String, Object> event = event(message);
      Optional<Completions.Word> word = word(event);
      Completions.Effect effect = word.map(completions::complete).orElse(Completions.Effect.NONE);
      log(word, effect, new Event(event).traceId());
      if (effect == Completions.Effect.TOO_EARLY) {
        early.put(message.getReceiptHandle(), SOON);
        return false;
      }
      return true;
    } catch (ExpressionException | JsonException | ClassCastException e) {
      queue.bury(
          message.getBody(),
          Map.of("connector", connector, "state", "dead", "reason", "no word can be read in it"));
      Log.error(
          Measurements.ofConnector(connector).count(Metric.DEAD_LETTERS),
          "malformed word",
          e,
          "connector",
          connector,
          "messageId",
          message.getMessageId());
      return true;
    } catch (RuntimeException e) {
      Log.error(
          "word left in the queue", e, "connector", connector, "messageId", message.getMessageId());
      return false;
    }
  }

  private static Map<String, Object> event(SQSMessage message) {
    Map<String, Object> body = Json.parseObject(message.getBody());
    return Json.object(Json.object(body.get("event")).get("detail"));
  }

  private Optional<Completions.Word> word(Map<String, Object> event) {
    boolean arrived = Expression.compile(completion.arrived()).holds(event);
    String reason = text(completion.reason(), event);
    String receipt = text(completion.receipt(), event);
    return receipt.isEmpty()
        ? Optional.empty()
        : place(event)
            .map(
                key ->
                    new Completions.Word(
                        key,
                        Excerpt.of(receipt, LONGEST_RECEIPT),
                        arrived,
                        reason.isEmpty()
                            ? "the destination does not say why"
                            : Excerpt.of(reason, LONGEST_REASON)));
  }

  /** The place whose id the word names: an id is a digest of its place, and of nothing else. */
  private Optional<Ledger.Key> place(Map<String, Object> event) {
    String key = text(completion.event(), event);
    String route = text(completion.route(), event);
    String id = text(completion.delivery(), event);
    for (int index = 0; index < MOST_PLACES; index++) {
      Ledger.Key place = new Ledger.Key(key, route + "/" + connector + "/" + index);
      if (place.marker().equals(id)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  private static String text(String expression, Map<String, Object> event) {
    return Expression.compile(expression).text(event).strip();
  }

  private void log(Optional<Completions.Word> word, Completions.Effect effect, String trace) {
    Log.info(
        "delivery completed",
        "connector",
        connector,
        "event",
        word.map(it -> it.key().event()).orElse("none of ours"),
        "route",
        word.map(it -> it.key().delivery().replaceFirst("/.*", "")).orElse(""),
        "delivery",
        word.map(it -> it.key().delivery()).orElse(""),
        "trace",
        trace,
        "outcome",
        word.map(it -> it.arrived() ? "arrived" : "undelivered").orElse(""),
        "effect",
        effect.name().toLowerCase(java.util.Locale.ROOT));
  }
}
