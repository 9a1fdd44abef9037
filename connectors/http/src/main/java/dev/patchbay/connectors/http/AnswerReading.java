package dev.patchbay.connectors.http;

import dev.patchbay.connectors.kit.destination.Mask;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.HttpOutcome;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.expression.Escape;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.ExpressionException;
import dev.patchbay.core.expression.Template;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An entry's reading of answers: its outcome rules in order, then the meaning of the status.
 * Thread-safe.
 */
final class AnswerReading {
  private static final int MAX_REASON = 200;
  private static final Duration UNSAID = Duration.ofSeconds(30);

  private record Rule(Expression when, String outcome, Template reason, Expression after) {}

  private final List<Rule> rules;
  private final Expression receipt;
  private final Expression items;
  private final Expression success;
  private final boolean isUnsafe;
  private final Mask mask;
  private final Clock clock;

  private AnswerReading(
      List<Rule> rules, ConnectorEntry.Request request, boolean isUnsafe, Mask mask, Clock clock) {
    this.rules = rules;
    this.receipt = compiled(request.receipt());
    this.items = compiled(request.batch() == null ? null : request.batch().items());
    this.success = compiled(request.success());
    this.isUnsafe = isUnsafe;
    this.mask = mask;
    this.clock = clock;
  }

  private static Expression compiled(String expression) {
    return expression == null ? null : Expression.compile(expression);
  }

  /**
   * @param mask over what a destination says
   */
  static AnswerReading of(
      ConnectorEntry.Request request, ConnectorEntry.Effect effect, Mask mask, Clock clock) {
    List<Rule> rules =
        request.outcomes().stream()
            .map(
                rule ->
                    new Rule(
                        Expression.compile(rule.when()),
                        rule.outcome(),
                        rule.reason() == null ? null : Template.compile(rule.reason()),
                        rule.after() == null ? null : Expression.compile(rule.after())))
            .toList();
    return new AnswerReading(rules, request, effect == ConnectorEntry.Effect.UNSAFE, mask, clock);
  }

  /** The answer's body without the secret that it may have quoted. */
  String said(Answer answer) {
    return mask.over(answer.text());
  }

  /** What an answer means for the one delivery that it answers. */
  Outcome outcome(Answer answer, Delivery delivery) {
    return outcomes(answer, List.of(delivery)).getFirst();
  }

  /** What an answer means for each of the deliveries that it answers. */
  List<Outcome> outcomes(Answer answer, List<Delivery> deliveries) {
    Map<String, Object> input = input(answer, deliveries.size());
    Optional<List<?>> items = items(input, deliveries.size());
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < deliveries.size(); i++) {
      Map<String, Object> more = with(input, "parameters", deliveries.get(i).parameters());
      int at = i;
      outcomes.add(
          outcome(answer, items.map(each -> with(more, "item", each.get(at))).orElse(more)));
    }
    return outcomes;
  }

  /** Whether an answer says something of each delivery. */
  boolean saysOfEach(Answer answer, int count) {
    return items(input(answer, count), count).isPresent();
  }

  private Map<String, Object> input(Answer answer, int count) {
    Map<String, Object> input = answer.input();
    input.put("count", count);
    input.put("now", clock.instant().getEpochSecond());
    return input;
  }

  private static Map<String, Object> with(Map<String, Object> input, String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(input);
    more.put(name, value);
    return more;
  }

  private Optional<List<?>> items(Map<String, Object> input, int count) {
    return Optional.ofNullable(items)
        .flatMap(expression -> attempt(() -> expression.evaluate(input)))
        .<List<?>>map(found -> found instanceof List<?> list ? list : List.of(found))
        .filter(list -> list.size() == count);
  }

  private Outcome outcome(Answer answer, Map<String, Object> input) {
    return rules.stream()
        .filter(rule -> attempt(() -> rule.when().holds(input)).orElse(false))
        .findFirst()
        .map(rule -> outcome(rule, answer, input))
        .orElseGet(() -> byStatus(answer, input));
  }

  private Outcome byStatus(Answer answer, Map<String, Object> input) {
    if (answer.isSuccess() && !isYes(answer, input)) {
      return noYes(answer);
    }
    return HttpOutcome.of(
        answer.status(), answer.headers().get("retry-after"), clock.instant(), receipt(input));
  }

  /** As the entry says; where it says nothing, anything but a page for people. */
  private boolean isYes(Answer answer, Map<String, Object> input) {
    return success == null ? !answer.isPage() : attempt(() -> success.holds(input)).orElse(false);
  }

  /** A page is a proxy's, or another server's; of anything else nobody knows what took it. */
  private Outcome noYes(Answer answer) {
    if (answer.isPage()) {
      return new Outcome.Misconfigured(
          "the answer is a web page and not the destination's; check the secret's baseUrl");
    }
    String reason = "HTTP " + answer.status() + ", and the answer is not the one of a success";
    return isUnsafe ? new Outcome.Unknown(reason) : new Outcome.Retry(reason);
  }

  private Outcome outcome(Rule rule, Answer answer, Map<String, Object> input) {
    String reason = reason(rule, answer, input);
    return switch (rule.outcome()) {
      case "delivered" -> new Outcome.Delivered(receipt(input));
      case "retry" -> new Outcome.Retry(reason, answer.isFailure());
      case "throttled" -> new Outcome.Throttled(after(rule, answer, input), reason);
      case "unknown" -> new Outcome.Unknown(reason, answer.isFailure());
      case "rejected" -> new Outcome.Rejected(reason);
      case "misconfigured" -> new Outcome.Misconfigured(reason);
      default -> throw new IllegalStateException(rule.outcome() + " is no outcome");
    };
  }

  /** A receipt that cannot be read must not undo a delivery that happened. */
  private Receipt receipt(Map<String, Object> input) {
    return Optional.ofNullable(receipt)
        .flatMap(expression -> attempt(() -> expression.text(input)))
        .filter(text -> !text.isEmpty())
        .map(Receipt::new)
        .orElse(Receipt.NONE);
  }

  /** What the standard header says, else what the entry reads elsewhere. */
  private Duration after(Rule rule, Answer answer, Map<String, Object> input) {
    Instant now = clock.instant();
    return HttpOutcome.retryAfter(answer.headers().get("retry-after"), now)
        .or(
            () ->
                Optional.ofNullable(rule.after())
                    .flatMap(expression -> attempt(() -> expression.text(input)))
                    .flatMap(seconds -> HttpOutcome.retryAfter(seconds, now)))
        .orElse(UNSAID);
  }

  /**
   * The destination's words, on one line, short, and without the secret that it may have quoted.
   */
  private String reason(Rule rule, Answer answer, Map<String, Object> input) {
    String status = "HTTP " + answer.status();
    if (rule.reason() == null) {
      return status;
    }
    String said =
        mask.over(attempt(() -> rule.reason().render(input, Escape.LINE)).orElse("")).strip();
    if (said.isEmpty()) {
      return status;
    }
    return said.length() > MAX_REASON ? said.substring(0, MAX_REASON) + "…" : said;
  }

  private static <T> Optional<T> attempt(Supplier<T> evaluation) {
    try {
      return Optional.ofNullable(evaluation.get());
    } catch (ExpressionException e) {
      return Optional.empty();
    }
  }
}
