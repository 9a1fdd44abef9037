package dev.patchbay.core.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name that a mistyped one most likely meant. */
public final class Nearest {
  private Nearest() {}

  /** The nearest of the known names, where one is near enough to be a slip of the keyboard. */
  public static Optional<String> of(String name, Collection<String> known) {
    int limit = Math.max(1, name.length() / 3);
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= limit || candidate.startsWith(name))
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /** {@code "; did you mean 'x'?"}, or what is known where nothing is near. */
  public static String suggestion(String name, Collection<String> known) {
    return of(name, known)
        .map(nearest -> "; did you mean '" + nearest + "'?")
        .orElseGet(() -> known.isEmpty() ? "" : "; known: " + String.join(", ", known));
  }

  /**
   * The number of single-character edits, a swap of neighbours being one, from one name to the
   * other.
   */
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : edit(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int edit(int[][] cost, String from, String to, int i, int j) {
    int same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int best = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
