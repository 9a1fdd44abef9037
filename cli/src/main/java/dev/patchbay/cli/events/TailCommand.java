package dev.patchbay.cli.events;

import dev.patchbay.cli.command.Misuse;
import dev.patchbay.cli.command.Terminal;
import dev.patchbay.cli.deadletters.DeadLetterFilter;
import dev.patchbay.cli.hub.LogTail;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Durations;
import dev.patchbay.core.json.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patchbay tail}: the functions' log lines as they come. */
@Command(
    name = "tail",
    description = "Follow what a hub does, line by line, until Ctrl-C.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay tail",
      "  ./patchbay tail --since 10m --connector slack",
      "  ./patchbay tail --stack patchbay --json | jq .reason"
    })
public final class TailCommand implements Callable<Integer> {
  private static final List<String> SHOWN =
      List.of("event", "route", "connector", "state", "outcome", "cause", "source", "reason");

  @Spec private CommandSpec spec;
  @Mixin private Running hub;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "begin there: 2026-11-23T10:00:00Z, or 2h for the last two hours (default: now)")
  private String since;

  @Option(names = "--for", paramLabel = "TIME", description = "stop after so long, such as 30s")
  private String lasting;

  @Option(names = "--event", paramLabel = "ID", description = "lines about this event")
  private String event;

  @Option(names = "--route", paramLabel = "NAME", description = "lines about this route")
  private String route;

  @Option(names = "--connector", paramLabel = "NAME", description = "lines about this connector")
  private String connector;

  @Option(names = "--json", description = "print the lines as they are, JSON each")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Instant from = since == null ? Instant.now() : DeadLetterFilter.time(since);
    Instant until = lasting == null ? Instant.MAX : Instant.now().plus(duration(lasting));
    PrintWriter out = spec.commandLine().getOut();
    try (LogTail tail = new LogTail(hub, from)) {
      do {
        tail.next().stream().filter(this::isWanted).forEach(line -> print(out, line));
        out.flush();
        Thread.sleep(hub.isLocal() ? 250 : 2000);
      } while (Instant.now().isBefore(until));
      tail.next().stream().filter(this::isWanted).forEach(line -> print(out, line));
      out.flush();
    }
    return 0;
  }

  private Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (BindingException e) {
      throw new Misuse("--for: " + e.reason());
    }
  }

  private boolean isWanted(Map<String, Object> line) {
    return (route == null || route.equals(line.get("route")))
        && (connector == null || connector.equals(line.get("connector")))
        && (event == null
            || Stream.of("event", "id")
                .map(line::get)
                .filter(java.util.Objects::nonNull)
                .anyMatch(key -> key.equals(event) || key.toString().endsWith("/" + event)));
  }

  private void print(PrintWriter out, Map<String, Object> line) {
    if (json) {
      out.println(Json.write(line));
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(Terminal.safe(line.get("timestamp")).replaceAll("\\.\\d+", "")).append("  ");
    text.append(Terminal.bold(Terminal.safe(line.get("message"))));
    for (String field : SHOWN) {
      if (line.get(field) != null) {
        String value = Terminal.safe(line.get(field));
        text.append("  ").append(field.equals("state") ? Terminal.state(value) : value);
      }
    }
    out.println(text);
  }
}
