package dev.patchbay.local.aws.iam;

import dev.patchbay.local.aws.Call;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of what a call needs, {@code actions.txt}. */
final class Actions {
  /** A permission, and the ARN of what it is for. */
  record Needed(String action, String resource) {}

  private record Line(String action, String kind) {}

  private static final Map<String, List<Line>> LINES = read();

  private Actions() {}

  /**
   * What a call needs, all of it. One that the table lacks needs the action of its own name, on
   * everything.
   */
  static List<Needed> of(Call call) {
    List<Line> lines = LINES.get(call.service() + " " + call.name());
    if (lines == null) {
      return List.of(new Needed(call.service() + ":" + call.name(), "*"));
    }
    List<Needed> needed = new ArrayList<>();
    for (Line line : lines) {
      if (line.kind().equals("transaction")) {
        needed.addAll(Resources.ofTransaction(call.input()));
      } else {
        Resources.of(line.kind(), call.input())
            .forEach(arn -> needed.add(new Needed(line.action(), arn)));
      }
    }
    return needed;
  }

  private static Map<String, List<Line>> read() {
    try (InputStream in = Actions.class.getResourceAsStream("actions.txt")) {
      Map<String, List<Line>> lines = new HashMap<>();
      new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" +"))
          .forEach(
              parts ->
                  lines
                      .computeIfAbsent(parts[0] + " " + parts[1], _ -> new ArrayList<>())
                      .add(new Line(parts[2], parts[3])));
      return Map.copyOf(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
