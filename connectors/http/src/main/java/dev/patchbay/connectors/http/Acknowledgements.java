package dev.patchbay.connectors.http;

import dev.patchbay.connectors.spi.Batch;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.core.catalog.ConnectorEntry.Acknowledgement;
import dev.patchbay.core.expression.Expression;
import dev.patchbay.core.expression.ExpressionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Asks a destination whether it has stored what it took, in one question for all of a batch, until
 * it has, or until patience ends and nobody knows. Thread-safe.
 *
 * @param plan of the question
 */
record Acknowledgements(Acknowledgement declared, RequestPlan plan, Caller caller) {
  /** What one call brought, and the destination's answer to it. */
  record Taken(List<RequestPlan.Part> parts, Answer answer, List<Outcome> outcomes) {
    private List<Delivery> deliveries() {
      return parts.stream().map(RequestPlan.Part::delivery).toList();
    }
  }

  /** Whether there is something to ask after this answer. */
  boolean concern(Answer answer) {
    return holds(declared.when(), answer.input());
  }

  /** Tells the batch what these come to, each as soon as it is known. */
  void await(List<Taken> taken, Batch batch) {
    List<Taken> left = new ArrayList<>(taken);
    long until = System.nanoTime() + declared.within().toNanos();
    try {
      while (!left.isEmpty() && until - System.nanoTime() >= declared.every().toNanos()) {
        Thread.sleep(declared.every());
        if (!batch.turn(deliveries(left))) {
          break;
        }
        ask(left, batch);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    String reason = "taken, and not acknowledged within " + declared.within().toSeconds() + " s";
    deliveries(left).forEach(delivery -> batch.came(delivery, new Outcome.Unknown(reason)));
  }

  private static List<Delivery> deliveries(List<Taken> taken) {
    return taken.stream().flatMap(one -> one.deliveries().stream()).toList();
  }

  /** What has no answer, or no yes, may have one when it is asked again. */
  private void ask(List<Taken> left, Batch batch) {
    List<Map<String, Object>> answers = left.stream().map(one -> one.answer().input()).toList();
    RequestPlan.Part question =
        plan.part(left.getFirst().parts().getFirst().delivery(), Map.of("answers", answers));
    if (said(question, () -> batch.turn(deliveries(left))) instanceof Exchange.Answered(Answer said)
        && said.status() == 200) {
      left.removeIf(one -> hasArrived(one, said, batch));
    }
  }

  private Exchange said(RequestPlan.Part question, BooleanSupplier turn) {
    try {
      return caller.call(question.request(), question.input(), turn);
    } catch (AuthException _) {
      return new Exchange.NotSent("not authenticated");
    }
  }

  private boolean hasArrived(Taken taken, Answer said, Batch batch) {
    Map<String, Object> input = said.input();
    input.put("answer", taken.answer().input());
    if (!holds(declared.arrived(), input)) {
      return false;
    }
    for (int i = 0; i < taken.parts().size(); i++) {
      batch.came(taken.parts().get(i).delivery(), taken.outcomes().get(i));
    }
    return true;
  }

  private static boolean holds(String expression, Map<String, Object> input) {
    try {
      return Expression.compile(expression).holds(input);
    } catch (ExpressionException e) {
      return false;
    }
  }
}
