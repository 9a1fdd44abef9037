package dev.patchbay.router.match;

import java.util.List;

/**
 * Why a route takes an event, or why not.
 *
 * @param route its name
 * @param failed the parts of its pattern that the event does not meet; empty where it matched
 */
public record Explanation(String route, boolean matched, List<Leaf> failed) {
  /**
   * One part of a pattern.
   *
   * @param path within {@code when}, such as {@code data.deployment_status.state} or {@code
   *     $or[1].type}
   * @param wanted in words, such as {@code "failure" or "error"}
   * @param found the event's value as JSON, long ones cut, or {@code nothing}
   */
  public record Leaf(String path, String wanted, String found) {
    /** {@code type: wanted "push", found "ping"}. */
    @Override
    public String toString() {
      return path + ": wanted " + wanted + ", found " + found;
    }
  }
}
