package dev.patchbay.cli.events;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Terminal;
import dev.patchbay.cli.deadletters.DeadLetterFilter;
import dev.patchbay.cli.hub.HubView;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code patchbay trace}: one event's whole way. */
@Command(
    name = "trace",
    description = "Show what became of one event, attempt by attempt.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay trace 0b7ff2b4-1d9c-4a39-9d53-0cf3e7f1f2a0",
      "  ./patchbay trace 0b7ff2b4-1d9c-4a39-9d53-0cf3e7f1f2a0 --since 90d",
      "  ./patchbay trace github/default/0b7ff2b4-1d9c-4a39-9d53-0cf3e7f1f2a0 --json"
    })
public final class TraceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Running hub;

  @Parameters(paramLabel = "ID", description = "the event's id, or source/account/id")
  private String id;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = {
        "how far back the log is looked through for an id alone: 2026-11-23T10:00:00Z,",
        "or 90d for the last 90 days (default: 30d)"
      })
  private String since;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Instant from =
        since == null ? Instant.now().minus(HubView.LOG_KEPT) : DeadLetterFilter.time(since);
    try (HubView view = new HubView(hub)) {
      HubView.Trace found = view.trace(id, from);
      Map<String, Object> trace =
          found
              .event()
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          "no event '%s' in the log since %s; ./patchbay events lists the newest"
                                  .formatted(id, found.back().truncatedTo(ChronoUnit.SECONDS))
                              + ", and source/account/id finds any that the ledger knows"));
      if (json) {
        out.println(Json.pretty(trace));
      } else {
        print(out, trace);
      }
    }
    return 0;
  }

  private static void print(PrintWriter out, Map<String, Object> trace) {
    out.println(Terminal.bold(Terminal.safe(trace.get("event"))));
    for (String field : List.of("type", "subject", "title", "at", "trace")) {
      if (trace.get(field) != null) {
        out.printf("  %-10s %s%n", field, Terminal.safe(trace.get(field)));
      }
    }
    List<?> deliveries = (List<?>) trace.get("deliveries");
    if (deliveries.isEmpty()) {
      out.println("  no route took this event, or its deliveries are still on their way");
    }
    deliveries.forEach(delivery -> printDelivery(out, Json.object(delivery)));
  }

  private static void printDelivery(PrintWriter out, Map<String, Object> delivery) {
    out.println();
    out.printf(
        "  %s by route %s: %s, %s%s%n",
        Terminal.bold(delivery.get("connector").toString()),
        delivery.get("route"),
        Terminal.state(delivery.get("state").toString()),
        attempts(delivery.get("attempts")),
        suffix("receipt", delivery.get("receipt")));
    if (delivery.get("log") instanceof List<?> attempts) {
      for (Object item : attempts) {
        Map<String, Object> attempt = Json.object(item);
        out.printf(
            "    %s  %s%s%s%n",
            Terminal.safe(attempt.get("at")),
            Terminal.safe(attempt.get("outcome")),
            suffix("because", attempt.get("reason")),
            suffix("receipt", attempt.get("receipt")));
      }
    }
    if ("waiting".equals(delivery.get("state")) && delivery.get("nextAt") != null) {
      out.println("    next attempt at " + delivery.get("nextAt"));
    }
  }

  private static String attempts(Object count) {
    return "1".equals(String.valueOf(count)) ? "1 attempt" : count + " attempts";
  }

  private static String suffix(String label, Object value) {
    return value == null || value.toString().isEmpty()
        ? ""
        : ", " + label + " " + Terminal.safe(value);
  }
}
