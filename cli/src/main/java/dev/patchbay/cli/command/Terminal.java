package dev.patchbay.cli.command;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** What commands print for people: tables, and colour only where a terminal shows it. */
public final class Terminal {
  private static final boolean TERMINAL = System.console() != null && System.console().isTerminal();

  /** https://no-color.org: any value but an empty one. */
  private static final boolean COLOUR =
      TERMINAL && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();

  private Terminal() {}

  /** Whether a person sees what is printed as it is printed. */
  static boolean isTerminal() {
    return TERMINAL;
  }

  /** Whether the help is printed in colour. */
  public static CommandLine.Help.Ansi ansi() {
    return COLOUR ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
  }

  /** A word in the colour of a delivery's state. */
  public static String state(String state) {
    int code =
        switch (state) {
          case "delivered", "digested" -> 32;
          case "dead", "undelivered" -> 31;
          default -> 33;
        };
    return COLOUR ? "\033[" + code + "m" + state + "\033[0m" : state;
  }

  /** Bold where a terminal shows it. */
  public static String bold(String text) {
    return COLOUR ? "\033[1m" + text + "\033[0m" : text;
  }

  /** What a terminal may print of a text that strangers wrote: control characters become dots. */
  public static String safe(Object text) {
    return text == null ? "" : text.toString().replaceAll("\\p{Cntrl}", "·");
  }

  /** Prints rows in columns as wide as their widest cell. */
  public static void table(PrintWriter out, List<String> heads, List<List<String>> rows) {
    int[] widths = heads.stream().mapToInt(String::length).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    line(out, heads, widths);
    rows.forEach(row -> line(out, row, widths));
  }

  private static void line(PrintWriter out, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(cells.get(i)).repeat(' ', widths[i] - cells.get(i).length() + 2);
    }
    out.println(line.toString().stripTrailing());
  }
}
