package dev.patchbay.cli.deadletters;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Misuse;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code patchbay discard}: dead letters that nobody wants delivered any more. */
@Command(
    name = "discard",
    description = "Delete dead letters for good.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay discard --connector slack --until 7d",
      "  ./patchbay discard ID --yes",
      "  ./patchbay discard --all --yes"
    })
public final class DiscardCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Running hub;
  @Mixin private DeadLetterFilter filter;

  @Option(names = "--all", description = "all of them")
  private boolean all;

  @Option(names = "--yes", description = "really; without it, they are only counted")
  private boolean yes;

  @Option(names = "--json", description = "print JSON")
  private boolean json;

  @Override
  public Integer call() {
    filter.check(hub);
    if (!all && !filter.isNarrow()) {
      throw new Misuse("say which: IDs, --connector, --route, --reason, --since …, or --all");
    }
    try (DeadLetters letters = new DeadLetters(hub)) {
      List<DeadLetter> found = letters.find(filter);
      filter.checkIds(found.stream().map(DeadLetter::id).collect(Collectors.toSet()));
      if (!yes) {
        report("wouldDiscard", found.size(), " would be deleted for good; say --yes to do it");
        return 1;
      }
      int left = letters.delete(found).size();
      report("discarded", found.size() - left, " discarded");
      if (left > 0) {
        throw new CommandFailure(left + " were not deleted by SQS; say it again");
      }
      return 0;
    }
  }

  private void report(String key, int count, String words) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.pretty(Map.of(key, count)) : count + words);
  }
}
