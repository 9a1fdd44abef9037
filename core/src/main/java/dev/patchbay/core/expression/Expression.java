package dev.patchbay.core.expression;

import com.dashjoin.jsonata.Jsonata;
import java.util.Collection;
import java.util.Map;

/**
 * A compiled JSONata expression (https://docs.jsonata.org). Thread-safe; compile once, evaluate
 * often.
 *
 * <p>An evaluation may take {@value #MILLIS} ms and {@value #DEPTH} nested calls, since what it
 * reads is hostile.
 */
public final class Expression {
  static final int MILLIS = 500;
  static final int DEPTH = 100;

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
   * @throws ExpressionException when it fails, or takes too long
   */
  public Object evaluate(Object input) {
    return evaluate(input, Map.of());
  }

  /**
   * The value over the input with variables, named without their {@code $}; see {@link
   * #evaluate(Object)}.
   */
  public Object evaluate(Object input, Map<String, Object> variables) {
    try {
      Jsonata.Frame frame = compiled.createFrame();
      frame.setRuntimeBounds(MILLIS, DEPTH);
      variables.forEach(frame::bind);
      return compiled.evaluate(input, frame);
    } catch (RuntimeException | StackOverflowError e) { // the library lets Java's own out too
      throw new ExpressionException(source, String.valueOf(e.getMessage()), e);
    }
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
