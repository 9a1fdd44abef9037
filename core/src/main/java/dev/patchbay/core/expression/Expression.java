package dev.patchbay.core.expression;

import com.dashjoin.jsonata.Jsonata;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * A compiled JSONata expression (https://docs.jsonata.org). Thread-safe; compile once, evaluate
 * often.
 *
 * <p>What an evaluation may do is counted, since what it reads is hostile: {@value Bounds#STEPS}
 * steps, {@value Bounds#DEPTH} of them within each other, and {@value Bounds#READS} characters that
 * regular expressions look at.
 */
public final class Expression {
  private final String source;
  private final Jsonata compiled;

  private Expression(String source, Jsonata compiled) {
    this.source = source;
    this.compiled = compiled;
  }

  /**
   * Compiles an expression.
   *
   * @throws ExpressionException when it is not JSONata
   */
  public static Expression compile(String source) {
    try {
      Jsonata compiled = Jsonata.jsonata(source);
      // Inputs come from our own reader; the library would walk each whole, at every evaluation.
      compiled.setValidateInput(false);
      return new Expression(source, compiled);
    } catch (RuntimeException e) {
      throw new ExpressionException(source, e.getMessage(), e);
    }
  }

  /**
   * The value over the input, as JSON types; null where the expression finds nothing.
   *
   * @throws ExpressionException when it fails, or does more than it may
   * @throws ExpressionTimeoutException when the machine was too busy to come to its end
   */
  public Object evaluate(Object input) {
    return evaluate(input, Map.of());
  }

  /**
   * The value over the input with variables, named without their {@code $}; see {@link
   * #evaluate(Object)}.
   */
  public Object evaluate(Object input, Map<String, Object> variables) {
    return evaluate(input, variables, Bounds.LONGEST);
  }

  /**
   * @param longest that it may take, however little it does
   */
  Object evaluate(Object input, Map<String, Object> variables, Duration longest) {
    Bounds bounds = new Bounds(longest);
    try {
      Jsonata.Frame frame = compiled.createFrame();
      bounds.hold(frame, maySearch());
      variables.forEach(frame::bind);
      return compiled.evaluate(input, frame);
    } catch (RuntimeException | StackOverflowError e) { // the library lets Java's own out too
      if (bounds.isLate()) {
        throw new ExpressionTimeoutException(source, e);
      }
      throw new ExpressionException(source, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Whether there can be a regular expression in it, written out or in a text that it evaluates.
   */
  private boolean maySearch() {
    return source.contains("/") || source.contains("$eval");
  }

  /** The value as text: empty for nothing, compact JSON for objects and arrays. */
  public String text(Object input) {
    return Texts.of(evaluate(input));
  }

  /** Whether the value counts as true: not null, false, 0, empty text or an empty collection. */
  public boolean holds(Object input) {
    return switch (evaluate(input)) {
      case null -> false;
      case Boolean value -> value;
      case Number number -> number.doubleValue() != 0;
      case String text -> !text.isEmpty();
      case Collection<?> items -> !items.isEmpty();
      default -> true;
    };
  }

  @Override
  public String toString() {
    return source;
  }
}
