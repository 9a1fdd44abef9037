package dev.patchbay.core.expression;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one evaluation may do. It is counted, and so the same on every machine and under every load;
 * time is looked at as a last resort, where the machine stands still. Used by one thread.
 */
final class Bounds {
  /** Evaluations of parts of the expression: half a second or so where nothing else runs. */
  static final int STEPS = 1_000_000;

  /** Evaluations within each other. */
  static final int DEPTH = 100;

  /** Characters that regular expressions look at, again and again where they try all ways. */
  static final int READS = 20_000_000;

  /** Below what a connector keeps free for a call, so that no invocation is cut off by it. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  /** Steps, and characters, between two looks at the clock. */
  private static final int SELDOM = 1024;

  private final long end;
  private int steps;
  private int depth;
  private int reads;
  private boolean isLate;

  Bounds(Duration longest) {
    this.end = System.nanoTime() + longest.toNanos();
  }

  /** The library's functions that take a regular expression; looked up when first needed. */
  private static final class Searching {
    private static final Map<String, JFunction> FUNCTIONS =
        Stream.of("match", "contains", "replace", "split")
            .collect(
                Collectors.toMap(
                    name -> name, name -> (JFunction) Jsonata.jsonata("$" + name).evaluate(null)));
  }

  /** Ends an evaluation. */
  private static final class ExceededException extends RuntimeException {
    private ExceededException(String message) {
      super(message);
    }
  }

  /**
   * Holds what is evaluated in a frame to them.
   *
   * @param searches whether there may be regular expressions in it
   */
  void hold(Jsonata.Frame frame, boolean searches) {
    frame.setEvaluateEntryCallback(
        (_, _, within) -> {
          step();
          if (!within.isParallelCall) { // those lie beside each other
            deeper();
          }
        });
    frame.setEvaluateExitCallback(
        (_, _, within, _) -> {
          if (!within.isParallelCall) {
            depth--;
          }
        });
    if (searches) {
      Searching.FUNCTIONS.forEach((name, own) -> frame.bind(name, (Object) counted(own)));
    }
  }

  /** Whether it was its time that ran out. */
  boolean isLate() {
    return isLate;
  }

  private void step() {
    if (++steps > STEPS) {
      throw new ExceededException("takes more than %,d steps".formatted(STEPS));
    }
    if (steps % SELDOM == 0) {
      lookAtTheClock();
    }
  }

  private void deeper() {
    if (++depth > DEPTH) {
      throw new ExceededException("calls itself more than " + DEPTH + " deep");
    }
  }

  private void read() {
    if (++reads > READS) {
      throw new ExceededException("has a regular expression that finds no end");
    }
    if (reads % SELDOM == 0) {
      lookAtTheClock();
    }
  }

  private void lookAtTheClock() {
    if (System.nanoTime() - end > 0) {
      isLate = true;
      throw new ExceededException("was not done in time");
    }
  }

  /**
   * The library's own function, which searches only where a search that counts has come to its end:
   * Java's cannot be stopped.
   */
  private JFunction counted(JFunction own) {
    return new JFunction(own, null) {
      @Override
      @SuppressWarnings("rawtypes") // as the library has it
      public Object call(Object input, List arguments) {
        if (arguments.size() > 1
            && arguments.get(0) instanceof String text
            && arguments.get(1) instanceof Pattern pattern) {
          search(pattern, text);
        }
        return own.call(input, arguments);
      }

      @Override
      public Object validate(Object arguments, Object context) {
        return own.validate(arguments, context);
      }

      @Override
      public int getNumberOfArgs() {
        return own.getNumberOfArgs();
      }
    };
  }

  private void search(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(new Counted(text));
    while (matcher.find()) {
      read();
    }
  }

  /** A text whose readings are counted. */
  private final class Counted implements CharSequence {
    private final CharSequence text;

    private Counted(CharSequence text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      read();
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end));
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
