package dev.patchbay.connectors.kit.delivery;

import dev.patchbay.core.catalog.ConnectorEntry;
import java.time.Duration;

/**
 * How long things may take around a connector's calls.
 *
 * @param deadline of one call, whatever its own time-outs: an answer that dribbles resets those
 * @param timeout of the function's invocation
 */
record Limits(Duration deadline, Duration timeout) {
  /** Of asking a destination what it has: a call or two. */
  static final Duration ASKING = Duration.ofSeconds(8);

  static Limits of(ConnectorEntry entry) {
    return new Limits(entry.deadline(), entry.timeout());
  }

  /** What an invocation must have left for a call, a question about it, and the record. */
  Duration call() {
    return deadline.plus(ASKING).plusSeconds(4);
  }

  /** That, and a question beforehand. */
  Duration least() {
    return call().plus(ASKING);
  }

  /**
   * A lease that ran out is a crash, and nothing else: it outlives the invocation, and clocks that
   * differ a little. SQS hides the message for longer still.
   */
  Duration lease() {
    return timeout.plusSeconds(15);
  }
}
