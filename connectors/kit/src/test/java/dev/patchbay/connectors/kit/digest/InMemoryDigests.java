package dev.patchbay.connectors.kit.digest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Windows of one process, held to the same contract as DynamoDB's. */
public final class InMemoryDigests implements Digests {
  private static final class Window {
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private Line keeper;
    private int closedWith = -1;
    private int closings;
  }

  private final Map<String, Window> windows = new HashMap<>();

  @Override
  public synchronized Joined join(String name, Line line) {
    Window window = windows.computeIfAbsent(name, _ -> new Window());
    boolean isNew = window.lines.put(line.marker(), line) == null;
    window.keeper = window.keeper == null ? line : window.keeper;
    return new Joined(
        window.keeper.marker(),
        window.keeper.event(),
        !isNew || window.closedWith < 0,
        window.closings);
  }

  @Override
  public synchronized boolean takeOver(String name, Joined seen, Line keeper) {
    Window window = windows.get(name);
    boolean isAsSeen =
        window.keeper.marker().equals(seen.keeper()) && window.closings == seen.closings();
    window.keeper = isAsSeen ? keeper : window.keeper;
    return isAsSeen;
  }

  @Override
  public synchronized Optional<Summary> close(String name, String keeper) {
    Window window = windows.get(name);
    if (!window.keeper.marker().equals(keeper)) {
      return Optional.empty();
    }
    window.closings++;
    window.closedWith = window.closedWith < 0 ? window.lines.size() : window.closedWith;
    List<Line> lines = window.lines.values().stream().limit(SHOWN).toList();
    return Optional.of(new Summary(Math.max(window.closedWith, lines.size()), lines));
  }
}
