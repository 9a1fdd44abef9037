package dev.patchbay.local.aws.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The tables of docs/aws-differences.md, which the tests read: what they know is what it says. */
final class Differences {
  /** A row: its cells, without the marks of code. */
  record Row(List<String> cells) {
    @Override
    public String toString() {
      return "| " + String.join(" | ", cells) + " |";
    }
  }

  private Differences() {}

  static Path page() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("connector-catalog.json"))) {
      root = root.getParent();
    }
    return root.resolve("docs/aws-differences.md");
  }

  /** The rows of the first table below a heading. */
  static List<Row> table(String heading) throws IOException {
    List<String> lines = Files.readAllLines(page());
    int from = lines.indexOf("## " + heading);
    if (from < 0) {
      throw new IllegalStateException(page() + " has no heading '" + heading + "'");
    }
    return lines.subList(from + 1, lines.size()).stream()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(Differences::row)
        .toList();
  }

  private static Row row(String line) {
    return new Row(
        Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|"))
            .map(cell -> cell.strip().replaceAll("^`|`$", ""))
            .toList());
  }
}
