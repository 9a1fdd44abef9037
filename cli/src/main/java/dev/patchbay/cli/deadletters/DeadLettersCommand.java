package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.command.Home;
import dev.patchbay.cli.command.Terminal;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patchbay deadletters}: deliveries that were given up, and why. */
@Command(
    name = "deadletters",
    description = "List what was given up, behind every hop, and why; with one ID, show it whole.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay deadletters",
      "  ./patchbay deadletters --connector box --reason 401",
      "  ./patchbay deadletters --since 2h --json",
      "  ./patchbay deadletters --export letters.jsonl"
    })
public final class DeadLettersCommand implements Callable<Integer> {
  private static final int LONGEST_REASON = 70;

  @Spec private CommandSpec spec;
  @Mixin private Running hub;
  @Mixin private DeadLetterFilter filter;

  @Option(names = "--json", description = "print JSON, bodies included")
  private boolean json;

  @Option(names = "--causes", description = "count them by connector, route and reason")
  private boolean causes;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "write them there, a line of JSON each")
  private Path export;

  @Override
  public Integer call() throws IOException {
    filter.check(hub);
    PrintWriter out = spec.commandLine().getOut();
    List<DeadLetter> found;
    try (DeadLetters letters = new DeadLetters(hub)) {
      found = letters.find(filter);
    }
    filter.checkIds(found.stream().map(DeadLetter::id).collect(Collectors.toSet()));
    if (export != null) {
      Files.write(
          Home.given(export), found.stream().map(letter -> Json.write(letter.json())).toList());
      out.println("wrote " + found.size() + " to " + export);
    } else if (json || found.size() == 1 && filter.isOneId()) {
      out.println(Json.pretty(found.stream().map(DeadLetter::json).toList()));
    } else if (found.isEmpty()) {
      out.println(filter.isNarrow() ? "No such dead letter." : "No dead letters.");
    } else if (causes) {
      Terminal.table(
          out,
          List.of("LETTERS", "CONNECTOR", "ROUTE", "FIRST", "LAST", "REASON"),
          found.stream().collect(Collectors.groupingBy(Cause::of)).entrySet().stream()
              .sorted(Comparator.comparingInt(cause -> -cause.getValue().size()))
              .map(cause -> cause.getKey().row(cause.getValue()))
              .toList());
    } else {
      Terminal.table(
          out,
          List.of("AT", "ID", "EVENT", "ROUTE", "CONNECTOR", "ATTEMPTS", "REASON"),
          found.stream().map(DeadLettersCommand::row).toList());
    }
    return 0;
  }

  /** What letters have in common that were given up for the same reason. */
  private record Cause(String connector, String route, String reason) {
    static Cause of(DeadLetter letter) {
      return new Cause(shownConnector(letter), Terminal.safe(letter.route()), shownReason(letter));
    }

    /** Of letters that are oldest first. */
    List<String> row(List<DeadLetter> letters) {
      return List.of(
          Integer.toString(letters.size()),
          connector,
          route,
          time(letters.getFirst()),
          time(letters.getLast()),
          reason);
    }
  }

  private static List<String> row(DeadLetter letter) {
    return List.of(
        time(letter),
        letter.id(),
        Terminal.safe(letter.event()),
        Terminal.safe(letter.route()),
        shownConnector(letter),
        Terminal.safe(letter.attempts()),
        shownReason(letter));
  }

  private static String time(DeadLetter letter) {
    return letter.at().toString().replaceAll("\\.\\d+", "");
  }

  private static String shownConnector(DeadLetter letter) {
    return letter.connector().isEmpty() ? letter.hop().queue() : Terminal.safe(letter.connector());
  }

  private static String shownReason(DeadLetter letter) {
    String reason = Terminal.safe(letter.reason());
    return reason.length() > LONGEST_REASON
        ? reason.substring(0, LONGEST_REASON - 1) + "…"
        : reason;
  }
}
