package dev.patchbay.cli.deadletters;

/**
 * A dead-letter queue and what is behind it.
 *
 * @param queue its name
 * @param connector whose deliveries it holds; empty for the other hops
 * @param back the queue that its messages go back to; null where they must be taken apart first
 */
public record Hop(String queue, String connector, String back) {
  private static final String SUFFIX = "-dead-letters";

  /** The hop of a queue's name; null where it holds no dead letters of the stack. */
  public static Hop of(String stack, String queue) {
    if (queue.equals(stack + "-undelivered-events")
        || queue.equals(stack + "-undelivered-messages")) {
      return new Hop(queue, "", null);
    }
    if (!queue.startsWith(stack + "-") || !queue.endsWith(SUFFIX)) {
      return null;
    }
    String back = queue.substring(0, queue.length() - SUFFIX.length());
    String name = back.substring(stack.length() + 1);
    boolean isConnector = !name.equals("overflow") && !name.equals("aws-events");
    return new Hop(queue, isConnector ? name : "", back);
  }

  /** Whether EventBridge gave its messages up: events that a rule could not hand to its topic. */
  boolean isOfRules() {
    return back == null && queue.endsWith("-undelivered-events");
  }
}
