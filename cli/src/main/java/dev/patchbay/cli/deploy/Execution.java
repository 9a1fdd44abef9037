package dev.patchbay.cli.deploy;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/**
 * Watches CloudFormation carry a change set out: says what is done as it is done, in the nested
 * stacks too, and keeps what failed. For one thread.
 */
final class Execution {
  private static final long PAUSE = 2000; // milliseconds
  private static final Set<String> ENDS =
      Set.of(
          "CREATE_COMPLETE",
          "UPDATE_COMPLETE",
          "CREATE_FAILED",
          "ROLLBACK_COMPLETE",
          "ROLLBACK_FAILED",
          "UPDATE_FAILED",
          "UPDATE_ROLLBACK_COMPLETE",
          "UPDATE_ROLLBACK_FAILED",
          "DELETE_COMPLETE",
          "DELETE_FAILED");
  private static final List<String> CONSEQUENCES =
      List.of("cancelled", "The following resource(s) failed", "Embedded stack");

  private final CloudFormationClient cloudFormation;
  private final String stack;
  private final PrintWriter out;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, List<String>> places = new HashMap<>();
  private final Set<String> failures = new LinkedHashSet<>();
  private Instant began = Instant.MIN;

  /**
   * Takes note of what has happened so far, which is none of this execution's.
   *
   * @param stack its id
   */
  Execution(CloudFormationClient cloudFormation, String stack, PrintWriter out) {
    this.cloudFormation = cloudFormation;
    this.stack = stack;
    this.out = out;
    cloudFormation
        .describeStackEvents(get -> get.stackName(stack))
        .stackEvents()
        .forEach(
            event -> {
              seen.add(event.eventId());
              began = later(began, event.timestamp());
            });
    places.put(stack, List.of());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Waits for the end; true where all went well. */
  boolean await() {
    long start = System.nanoTime();
    while (true) {
      for (String each : List.copyOf(places.keySet())) {
        news(each).forEach(event -> tell(each, event));
      }
      out.flush();
      String status =
          cloudFormation
              .describeStacks(get -> get.stackName(stack))
              .stacks()
              .getFirst()
              .stackStatusAsString();
      if (ENDS.contains(status)) {
        out.println("  %s after %d s".formatted(status, seconds(start)));
        return status.equals("CREATE_COMPLETE") || status.equals("UPDATE_COMPLETE");
      }
      Pause.of(PAUSE);
    }
  }

  private static long seconds(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toSeconds();
  }

  /** What failed by itself, and not because something else did, with CloudFormation's reasons. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** The events of a stack since it was last looked at, oldest first. */
  private Deque<StackEvent> news(String of) {
    Deque<StackEvent> news = new ArrayDeque<>();
    for (StackEvent event :
        cloudFormation.describeStackEventsPaginator(get -> get.stackName(of)).stackEvents()) {
      if (event.timestamp().isBefore(began) || !seen.add(event.eventId())) {
        break;
      }
      news.push(event);
    }
    return news;
  }

  private void tell(String of, StackEvent event) {
    String status = event.resourceStatusAsString();
    String id = event.physicalResourceId();
    boolean isItself = id != null && id.equals(event.stackId());
    if (isItself) {
      return;
    }
    List<String> place = places.get(of);
    if (Change.STACK.equals(event.resourceType()) && id != null && !id.isEmpty()) {
      List<String> inner = new ArrayList<>(place);
      inner.add(event.logicalResourceId());
      places.putIfAbsent(id, inner);
    }
    String words = new StackPlace(place, event.logicalResourceId(), event.resourceType()).words();
    if (status.endsWith("_COMPLETE") || status.endsWith("_FAILED")) {
      out.println("  %-16s %s".formatted(status.toLowerCase(java.util.Locale.ROOT), words));
    }
    if (status.endsWith("_FAILED") && isACause(event)) {
      failures.add(words + ": " + event.resourceStatusReason());
    }
  }

  private static boolean isACause(StackEvent event) {
    String reason = event.resourceStatusReason();
    return reason != null && CONSEQUENCES.stream().noneMatch(reason::contains);
  }
}
