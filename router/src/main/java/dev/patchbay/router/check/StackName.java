package dev.patchbay.router.check;

import dev.patchbay.router.route.Route;
import java.util.List;
import java.util.Optional;

/**
 * What a stack may be called, given its routes: the name begins the names of most that the stack
 * holds, and AWS bounds those.
 */
public final class StackName {
  /**
   * Of a bucket's 63 characters, {@code -payloads-}, the account and a region's name, which is
   * given 15, take 38
   * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html).
   */
  private static final int LONGEST = 25;

  /**
   * Of a rule's name
   * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html).
   */
  private static final int LONGEST_RULE = 64;

  /**
   * Of a function's name; a queue's may be 80
   * (https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html).
   */
  private static final int LONGEST_FUNCTION = 64;

  private StackName() {}

  /** What AWS would refuse of any stack of this name, in the user's words. */
  public static Optional<String> fault(String stack) {
    if (!stack.matches("[a-z][a-z0-9-]*")) {
      return Optional.of(
          "'%s' cannot name the stack: take a-z, 0-9 and -, as the names of buckets do, and a letter first"
              .formatted(stack));
    }
    return stack.length() <= LONGEST
        ? Optional.empty()
        : Optional.of(
            "'%s' is %d characters; a stack's name has %d at most, since the name of its bucket begins with it"
                .formatted(stack, stack.length(), LONGEST));
  }

  /** What AWS would refuse of a stack of this name with these routes, in the user's words. */
  public static Optional<String> fault(String stack, List<Route> routes) {
    return fault(stack).or(() -> tooLong(stack, routes));
  }

  private static Optional<String> tooLong(String stack, List<Route> routes) {
    return longest(routes.stream().map(route -> "route-" + route.name()).toList())
        .filter(name -> joined(stack, name) > LONGEST_RULE)
        .or(
            () ->
                longest(routes.stream().flatMap(route -> route.connectors().stream()).toList())
                    .filter(name -> joined(stack, name) > LONGEST_FUNCTION))
        .map(
            name ->
                "'%s-%s' is longer than the %d characters that AWS takes; shorten the stack's name or the route's"
                    .formatted(stack, name, LONGEST_RULE));
  }

  private static int joined(String stack, String name) {
    return stack.length() + 1 + name.length();
  }

  private static Optional<String> longest(List<String> names) {
    return names.stream().max(java.util.Comparator.comparingInt(String::length));
  }
}
