package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Misuse;
import dev.patchbay.cli.command.Progress;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.sqs.model.ListMessageMoveTasksResultEntry;

/** {@code patchbay redrive}: dead letters back where they can be delivered. */
@Command(
    name = "redrive",
    description = "Put dead letters back, so that they are delivered after all.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay redrive --connector slack",
      "  ./patchbay redrive --reason 401 --since 2h --rate 5",
      "  ./patchbay redrive --all",
      "  ./patchbay redrive --connector twilio --resend-unknown"
    })
public final class RedriveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Running hub;
  @Mixin private DeadLetterFilter filter;

  @Option(names = "--all", description = "all of them")
  private boolean all;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "at most so many a second (default: ${DEFAULT-VALUE})")
  private int rate = 10;

  @Option(
      names = "--resend-unknown",
      description = {
        "what may have been carried out is looked for at its destination before it is sent",
        "again; where the destination cannot tell, it stays a dead letter, or with this option",
        "is sent again"
      })
  private boolean resendUnknown;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    filter.check(hub);
    if (!all && !filter.isNarrow()) {
      throw new Misuse("say which: IDs, --connector, --route, --reason, --since …, or --all");
    }
    if (rate < 1 || rate > 500) {
      throw new Misuse("--rate is from 1 to 500 a second, as SQS moves messages");
    }
    try (DeadLetters letters = new DeadLetters(hub);
        TargetServices services = new TargetServices(hub)) {
      Redrive redrive =
          new Redrive(hub, letters, new RuleTargets(services), new Rate(rate), resendUnknown);
      int moved = 0;
      // SQS moves whole queues as they are, and that is said by a message of its own only.
      if (!resendUnknown && filter.onlyConnector() != null) {
        moved = queues(letters, List.of(queue(letters)), redrive.failures());
      } else if (!resendUnknown && all && !filter.isNarrow()) {
        Map<Boolean, List<Hop>> hops =
            letters.hops().stream().collect(Collectors.partitioningBy(hop -> hop.back() != null));
        moved = queues(letters, hops.get(true), redrive.failures());
        some(letters, redrive, hops.get(false));
      } else {
        some(letters, redrive, letters.hops());
      }
      return report(moved + redrive.back(), redrive.returned(), redrive.failures());
    }
  }

  private int report(int back, int returned, List<String> failures) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(Map.of("putBack", back, "givenUpAgain", returned, "left", failures)));
    } else {
      failures.forEach(spec.commandLine().getErr()::println);
      String left = failures.isEmpty() ? "" : ", " + failures.size() + " left where they were";
      String again = returned == 0 ? "" : ", " + returned + " given up again meanwhile";
      out.println(back + " put back" + again + left);
    }
    return failures.isEmpty() ? 0 : 1;
  }

  private Hop queue(DeadLetters letters) {
    return letters.hops().stream()
        .filter(hop -> hop.connector().equals(filter.onlyConnector()))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "no connector " + filter.onlyConnector() + " has dead letters here"));
  }

  /** Whole queues are moved by SQS itself, which goes on if this command ends before it has. */
  private int queues(DeadLetters letters, List<Hop> hops, List<String> failures)
      throws InterruptedException {
    int moved = 0;
    for (Hop hop : hops) {
      letters.awaitOthers(hop);
      MessageMove move = new MessageMove(letters, hop);
      if (!move.isNeeded()) {
        continue;
      }
      ListMessageMoveTasksResultEntry end = move(move, hop);
      moved += end.approximateNumberOfMessagesMoved().intValue();
      if (!"COMPLETED".equals(end.status())) {
        failures.add(hop.queue() + ": " + end.status() + " " + end.failureReason());
      }
    }
    return moved;
  }

  private ListMessageMoveTasksResultEntry move(MessageMove move, Hop hop)
      throws InterruptedException {
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      return move.run(
          rate,
          task ->
              progress.say(
                  "%s: %d of about %d on their way back"
                      .formatted(
                          hop.queue(),
                          task.approximateNumberOfMessagesMoved(),
                          task.approximateNumberOfMessagesToMove())));
    }
  }

  /** They are put back while more are read, so that nothing waits for the whole queue. */
  private void some(DeadLetters letters, Redrive redrive, List<Hop> hops) {
    Set<String> found = ConcurrentHashMap.newKeySet();
    // A letter that waits for its turn must not be shown meanwhile.
    int most = Math.min(Hidden.BATCH, rate);
    try (Progress progress = new Progress(spec.commandLine().getErr())) {
      letters.read(
          hops,
          filter,
          most,
          batch -> {
            batch.forEach(letter -> found.add(letter.id()));
            redrive.redrive(batch);
            synchronized (progress) {
              progress.say(
                  redrive.back()
                      + " put back, "
                      + redrive.failures().size()
                      + " left where they were");
            }
          });
    }
    filter.checkIds(found);
  }
}
