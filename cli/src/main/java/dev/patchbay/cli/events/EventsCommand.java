package dev.patchbay.cli.events;

import dev.patchbay.cli.command.Terminal;
import dev.patchbay.cli.hub.HubView;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patchbay events}: what came, and what became of it. */
@Command(
    name = "events",
    description = "List the newest events, and what became of them.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay events",
      "  ./patchbay events --limit 100 --json",
      "  ./patchbay events --stack patchbay"
    })
public final class EventsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Running hub;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "at most so many (default: ${DEFAULT-VALUE})")
  private int limit = 20;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (HubView view = new HubView(hub)) {
      List<Map<String, Object>> events = view.events(limit);
      if (json) {
        out.println(Json.pretty(events));
      } else if (events.isEmpty()) {
        out.println("No event yet. Send one: ./patchbay send github push");
      } else {
        Terminal.table(
            out,
            List.of("AT", "EVENT", "TYPE", "SUBJECT", "DELIVERIES"),
            events.stream().map(EventsCommand::row).toList());
      }
    }
    return 0;
  }

  private static List<String> row(Map<String, Object> event) {
    return List.of(
        Terminal.safe(event.get("at")).replaceAll("\\.\\d+", ""),
        Terminal.safe(event.get("event")),
        Terminal.safe(event.get("type")),
        Terminal.safe(event.get("subject")),
        states((List<?>) event.get("deliveries")));
  }

  private static String states(List<?> deliveries) {
    List<String> states = new ArrayList<>();
    for (Object item : deliveries) {
      Map<String, Object> delivery = Json.object(item);
      states.add(
          delivery.get("connector") + " " + Terminal.state(delivery.get("state").toString()));
    }
    return states.isEmpty() ? "none" : String.join(", ", states);
  }
}
