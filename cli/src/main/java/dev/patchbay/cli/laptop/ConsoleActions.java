package dev.patchbay.cli.laptop;

import dev.patchbay.core.json.Durations;
import dev.patchbay.local.console.Actions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import java.util.regex.Pattern;

/**
 * What the console's buttons do: each runs the command that a person would type, on the hub of a
 * data folder. Thread-safe.
 */
final class ConsoleActions implements Actions {
  /** Nothing that begins with a dash, which a command would take for an option. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._ -]{0,127}");

  /** An event's id is the source's own: anything on one line. */
  private static final Pattern ID = Pattern.compile("[^\\p{Cntrl}]{1,512}");

  /** An event lies in the archive from before it was shown. */
  private static final Duration BEFORE = Durations.parse("5m");

  private final Path data;
  private final ToIntBiFunction<PrintWriter, String[]> commands;

  /**
   * @param data folder of the hub
   * @param commands runs a command, and writes what it says
   */
  ConsoleActions(Path data, ToIntBiFunction<PrintWriter, String[]> commands) {
    this.data = data;
    this.commands = commands;
  }

  @Override
  public Done act(String action, Map<String, Object> wishes) {
    List<String> command =
        switch (action) {
          case "send" -> List.of("send", name(wishes, "source"), name(wishes, "sample"));
          case "redrive" -> letters("redrive", wishes);
          case "discard" -> letters("discard", wishes);
          case "replay" -> replay(wishes);
          default -> throw new IllegalArgumentException("there is no action " + action);
        };
    return run(command);
  }

  private static List<String> letters(String action, Map<String, Object> wishes) {
    List<String> command = new ArrayList<>(List.of(action));
    if (!(wishes.get("ids") instanceof List<?> ids) || ids.isEmpty()) {
      throw new IllegalArgumentException("ids must name the dead letters");
    }
    ids.forEach(id -> command.add(name(Map.of("ids", id), "ids")));
    if (action.equals("discard")) {
      command.add("--yes");
    }
    return command;
  }

  private static List<String> replay(Map<String, Object> wishes) {
    List<String> command = new ArrayList<>(List.of("replay"));
    command.add("--event=" + text(wishes, "event", ID));
    command.add("--from=" + since(wishes));
    for (String option : List.of("again", "dry-run")) {
      if (Boolean.TRUE.equals(wishes.get(option))) {
        command.add("--" + option);
      }
    }
    return command;
  }

  private static Instant since(Map<String, Object> wishes) {
    try {
      return Instant.parse(String.valueOf(wishes.get("at"))).minus(BEFORE);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("at must be the time at which the event was accepted");
    }
  }

  private static String name(Map<String, Object> wishes, String wish) {
    return text(wishes, wish, NAME);
  }

  private static String text(Map<String, Object> wishes, String wish, Pattern form) {
    if (wishes.get(wish) instanceof String text && form.matcher(text).matches()) {
      return text;
    }
    throw new IllegalArgumentException(wish + " is missing, or none that can be taken");
  }

  private Done run(List<String> command) {
    List<String> arguments = new ArrayList<>(command);
    arguments.add("--data=" + data.toAbsolutePath());
    StringWriter said = new StringWriter();
    int exit = commands.applyAsInt(new PrintWriter(said), arguments.toArray(String[]::new));
    return new Done("./patchbay " + typed(command), exit == 0, said.toString().strip());
  }

  /** As a shell takes it. */
  private static String typed(List<String> command) {
    return String.join(
        " ",
        command.stream()
            .map(
                word ->
                    word.matches("[A-Za-z0-9._:/=+@-]+")
                        ? word
                        : "'" + word.replace("'", "'\\''") + "'")
            .toList());
  }
}
