package dev.patchbay.webhooks.reading;

import dev.patchbay.core.expression.Expression;

/** What a signature lends to the places of a request that stand for parts of itself. */
public interface SignatureParts {
  /** The time as it is written in the request, or null: the place {@code timestamp}. */
  String timestamp(Reading reading);

  /** What the place {@code expression} evaluates, or null. */
  Expression expression();
}
