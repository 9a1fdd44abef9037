package dev.patchbay.local.aws.dynamodb;

import dev.patchbay.local.aws.AwsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The expressions of one request, read and checked against its names and values. */
final class Expressions {
  /** What requests held before there were expressions. */
  private static final List<String> LEGACY =
      List.of(
          "AttributesToGet",
          "AttributeUpdates",
          "ConditionalOperator",
          "Expected",
          "KeyConditions",
          "QueryFilter",
          "ScanFilter");

  private final Map<String, Object> request;
  private final Names names;
  private final Condition condition;
  private final Condition filter;
  private final Update update;
  private final Optional<KeyCondition> keys;
  private final Optional<Paths> projection;

  private Expressions(Map<String, Object> request) {
    this.request = request;
    this.names = new Names(request);
    condition = read("ConditionExpression", Condition::new).orElse(Condition.NONE);
    filter = read("FilterExpression", Condition::new).orElse(Condition.NONE);
    update = read("UpdateExpression", Update::new).orElse(Update.NONE);
    keys = read("KeyConditionExpression", KeyCondition::new);
    projection = read("ProjectionExpression", Expressions::projection);
    names.requireAllUsed();
  }

  static Expressions of(Map<String, Object> request) {
    for (String member : LEGACY) {
      if (request.containsKey(member)) {
        throw new AwsException(
            "ValidationException", "the laptop takes expressions, not the legacy member " + member);
      }
    }
    return new Expressions(request);
  }

  private <T> Optional<T> read(String member, BiFunction<Tokens, Names, T> reader) {
    return Optional.ofNullable(request.get(member))
        .map(text -> reader.apply(new Tokens(member, text.toString()), names));
  }

  private static Paths projection(Tokens tokens, Names names) {
    Paths paths = new Paths();
    do {
      paths.add(tokens, names.path(tokens));
    } while (tokens.take(","));
    tokens.expectEnd();
    return paths;
  }

  Condition condition() {
    return condition;
  }

  Condition filter() {
    return filter;
  }

  Update update() {
    return update;
  }

  /** The stretch of keys that a query asks for. */
  Span span(TableSchema table) {
    return keys.orElseThrow(
            () ->
                new AwsException(
                    "ValidationException",
                    "Either the KeyConditions or KeyConditionExpression parameter must be "
                        + "specified in the request."))
        .span(table);
  }

  /** Of an item what the request asks for. */
  Map<String, Object> project(Map<String, Object> item) {
    return projection.map(paths -> paths.of(item)).orElse(item);
  }
}
