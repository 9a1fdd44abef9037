package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.catalog.ConnectorEntry.Acknowledgement;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.ExpressionException;
import java.time.Duration;
import java.util.Map;

/**
 * Asks a destination whether it has stored what it took, until it has, or until patience ends and
 * nobody knows. Thread-safe.
 *
 * @param plan of the question
 */
record Acknowledgements(Acknowledgement declared, RequestPlan plan, Caller caller) {
  /** What a delivery that the destination took comes to, by its answer. */
  Outcome outcome(RequestPlan.Part part, Answer answer, Outcome taken) {
    if (!(taken instanceof Outcome.Delivered) || !holds(declared.when(), answer.input())) {
      return taken;
    }
    try {
      RequestPlan.Part question = plan.part(part.delivery(), Map.of("answer", answer.input()));
      long until = System.nanoTime() + declared.within().toNanos();
      while (until - System.nanoTime() >= declared.every().toNanos()) {
        Thread.sleep(declared.every());
        if (hasArrived(question, answer)) {
          return taken;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return unknown(declared.within());
  }

  private static Outcome unknown(Duration within) {
    return new Outcome.Unknown("taken, and not acknowledged within " + within.toSeconds() + " s");
  }

  private boolean hasArrived(RequestPlan.Part question, Answer answer) {
    if (!(caller.call(question.request(), question.input())
        instanceof Exchange.Answered(Answer said))) {
      return false; // it may say so when it is asked again
    }
    Map<String, Object> input = said.input();
    input.put("answer", answer.input());
    return said.status() == 200 && holds(declared.arrived(), input);
  }

  private static boolean holds(String expression, Map<String, Object> input) {
    try {
      return Expression.compile(expression).holds(input);
    } catch (ExpressionException e) {
      return false;
    }
  }
}
