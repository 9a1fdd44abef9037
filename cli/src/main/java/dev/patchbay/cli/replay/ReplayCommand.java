package dev.patchbay.cli.replay;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Misuse;
import dev.patchbay.cli.command.Progress;
import dev.patchbay.cli.deadletters.DeadLetterFilter;
import dev.patchbay.cli.hub.HubView;
import dev.patchbay.cli.hub.LedgerView;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.DescribeReplayResponse;
import software.amazon.awssdk.services.eventbridge.model.ReplayState;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** {@code patchbay replay}: a stretch of events happens again. */
@Command(
    name = "replay",
    description = {
      "Let events of the archive happen again.",
      "Only deliveries that never succeeded are made, unless --again says otherwise;",
      "what goes straight to AWS has no ledger, and goes there only by --again."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay replay --from 2h --dry-run",
      "  ./patchbay replay --from 2026-11-23T10:00:00Z --to 2026-11-23T11:00:00Z --route pushes",
      "  ./patchbay replay --event github/default/0b7ff2b4-1d9c-4a39-9d53-0cf3e7f1f2a0 --again"
    })
public final class ReplayCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 500;
  private static final List<ReplayState> UNDER_WAY =
      List.of(ReplayState.STARTING, ReplayState.RUNNING);

  /** States of a delivery that was made, or told in a digest. */
  private static final Set<String> MADE = Set.of("delivered", "digested");

  /** It may have been made: neither a replay nor chance makes it again. */
  private static final String DOUBTFUL = "unknown";

  @Spec private CommandSpec spec;
  @Mixin private Running hub;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = {
        "2026-11-23T10:00:00Z, or 2h for the last two hours;",
        "needless with --event, which is looked for in the ledger, the log and the archive"
      })
  private String from;

  @Option(names = "--to", paramLabel = "TIME", description = "until then (default: now)")
  private String to;

  @Option(names = "--route", paramLabel = "NAME", description = "for this route; repeatable")
  private List<String> routes = List.of();

  @Option(names = "--source", paramLabel = "NAME", description = "events of this source")
  private String source;

  @Option(names = "--type", paramLabel = "TYPE", description = "events of this type")
  private String type;

  @Option(
      names = "--event",
      paramLabel = "ID",
      description = "this event: source/account/id, or the id")
  private String event;

  @Option(
      names = "--again",
      description = "also deliveries that were made already, or may have been")
  private boolean again;

  @Option(names = "--dry-run", description = "only say how many deliveries it would make")
  private boolean dryRun;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (from == null && event == null) {
      throw new Misuse("say since when: --from 2h; or which: --event source/account/id");
    }
    try (EventBridgeClient events = hub.client(EventBridgeClient.builder()).build();
        HubView view = new HubView(hub)) {
      Stretch stretch = stretch(events, view);
      if (dryRun || again || !stretch.isSure()) {
        Rehearsal.Deliveries deliveries = rehearsed(events, stretch);
        check(stretch, deliveries);
        Map<LedgerView.Key, String> states = new LinkedHashMap<>();
        deliveries.keys().forEach(key -> states.put(key, view.ledger().state(key)));
        if (dryRun) {
          report(states.values(), deliveries.straight());
          return 0;
        }
        if (again) {
          states.forEach(
              (key, state) -> {
                if (MADE.contains(state) || DOUBTFUL.equals(state)) {
                  view.ledger().openAgain(key, state);
                }
              });
        }
      }
      String name = name();
      try (ReplayRules rules = new ReplayRules(events, hub.stack(), name)) {
        List<String> arns = arns(events, rules, stretch);
        return run(events, name, arns, stretch) ? 0 : 1;
      }
    }
  }

  private Stretch stretch(EventBridgeClient events, HubView view) {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("source", source);
    said.put("type", type);
    said.values().removeIf(Objects::isNull);
    Instant start = from == null ? null : DeadLetterFilter.time(from);
    Instant end = to == null ? null : DeadLetterFilter.time(to);
    Stretch stretch =
        event == null
            ? new Stretch(start, end == null ? Instant.now() : end, said, true)
            : new EventSearch(events, view, hub.stack()).stretch(event, start, end, said);
    if (!stretch.from().isBefore(stretch.to())) {
      throw new Misuse("--from is not before --to");
    }
    return stretch;
  }

  /** An event that neither the ledger nor the log knows may be in the archive, or not at all. */
  private void check(Stretch stretch, Rehearsal.Deliveries deliveries) {
    if (event == null) {
      return;
    }
    Set<String> named = new TreeSet<>();
    deliveries.keys().forEach(key -> named.add(key.event()));
    if (named.size() > 1) {
      throw EventSearch.ambiguous(event, named);
    }
    if (!stretch.isSure() && named.isEmpty() && deliveries.straight() == 0) {
      throw new CommandFailure(
          "no event '%s' is known to the ledger or the log, and none of the archive since %s that a route takes"
              .formatted(event, stretch.from().truncatedTo(ChronoUnit.SECONDS)));
    }
  }

  private void report(Collection<String> states, int straight) {
    long made = states.stream().filter(MADE::contains).count();
    long doubtful = states.stream().filter(DOUBTFUL::equals).count();
    PrintWriter out = spec.commandLine().getOut();
    long would = again ? states.size() + straight : states.size() - made - doubtful;
    if (json) {
      out.println(
          Json.pretty(Map.of("deliveries", would, "madeAlready", made, "mayBeMade", doubtful)));
      return;
    }
    if (again) {
      out.println(would + " deliveries would be made");
      return;
    }
    out.println(
        would
            + " deliveries would be made"
            + (made == 0 ? "" : ", and " + made + " not, since they were made already")
            + (doubtful == 0 ? "" : ", and " + doubtful + " not, since they may have been made"));
  }

  private Rehearsal.Deliveries rehearsed(EventBridgeClient events, Stretch stretch)
      throws InterruptedException {
    String name = name();
    try (Rehearsal rehearsal = new Rehearsal(hub, name);
        ReplayRules rules = new ReplayRules(events, hub.stack(), name)) {
      String queue = rehearsal.arn();
      List<String> arns =
          narrowed(
              rules,
              stretch,
              target ->
                  Target.builder()
                      .id(target.id())
                      .arn(queue)
                      .input(target.input())
                      .inputPath(target.inputPath())
                      .inputTransformer(target.inputTransformer())
                      .build());
      if (!arns.isEmpty()) {
        await(events, name, arns, stretch);
      }
      return arns.isEmpty() ? Rehearsal.Deliveries.NONE : rehearsal.deliveries();
    }
  }

  /** Names are unique for 90 days; what follows the last dash marks the rules. */
  private String name() {
    return hub.stack() + "-replay-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private List<String> arns(EventBridgeClient events, ReplayRules rules, Stretch stretch) {
    if (!stretch.wanted().isEmpty()) {
      return narrowed(rules, stretch, UnaryOperator.identity());
    }
    return rules.ofRoutes(routes).stream()
        .map(
            rule ->
                again || !rules.goesStraight(rule)
                    ? events.describeRule(get -> get.eventBusName(hub.stack()).name(rule)).arn()
                    : rules.narrowed(rule, Map.of(), false, UnaryOperator.identity()))
        .filter(Objects::nonNull)
        .toList();
  }

  private List<String> narrowed(ReplayRules rules, Stretch stretch, UnaryOperator<Target> aim) {
    return rules.ofRoutes(routes).stream()
        .map(rule -> rules.narrowed(rule, stretch.wanted(), again, aim))
        .filter(Objects::nonNull)
        .toList();
  }

  private boolean run(EventBridgeClient events, String name, List<String> arns, Stretch stretch)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (arns.isEmpty()) {
      out.println(json ? Json.pretty(Map.of("state", "none")) : "No route takes such events.");
      return true;
    }
    DescribeReplayResponse replay = await(events, name, arns, stretch);
    String state = replay.stateAsString().toLowerCase(Locale.ROOT);
    out.println(
        json
            ? Json.pretty(Map.of("replay", name, "state", state))
            : "replay " + name + " " + state);
    return replay.state() == ReplayState.COMPLETED;
  }

  private DescribeReplayResponse await(
      EventBridgeClient events, String name, List<String> arns, Stretch stretch)
      throws InterruptedException {
    String archive = events.describeArchive(get -> get.archiveName(hub.stack())).archiveArn();
    String bus = events.describeEventBus(get -> get.name(hub.stack())).arn();
    events.startReplay(
        replay ->
            replay
                .replayName(name)
                .eventSourceArn(archive)
                .eventStartTime(stretch.from())
                .eventEndTime(stretch.to())
                .destination(destination -> destination.arn(bus).filterArns(arns)));
    DescribeReplayResponse replay;
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      do {
        Thread.sleep(POLL_MILLIS);
        replay = events.describeReplay(get -> get.replayName(name));
        Instant reached = replay.eventLastReplayedTime();
        progress.say("replaying" + (reached == null ? "" : ", up to " + reached));
      } while (UNDER_WAY.contains(replay.state()));
    }
    return replay;
  }
}
