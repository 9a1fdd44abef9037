package dev.patchbay.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
final class DiscardCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Running hub;
  @Mixin private DeadLetterFilter filter;

  @Option(names = "--all", description = "all of them")
  private boolean all;

  @Option(names = "--yes", description = "really; without it, they are only counted")
  private boolean yes;

  @Override
  public Integer call() {
    filter.check(hub);
    if (!all && !filter.isNarrow()) {
      throw new Misuse("say which: IDs, --connector, --route, --reason, --since …, or --all");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (DeadLetters letters = new DeadLetters(hub)) {
      List<DeadLetter> found = letters.find(filter);
      if (!yes) {
        out.println(found.size() + " would be deleted for good; say --yes to do it");
        return 1;
      }
      found.forEach(letters::delete);
      out.println(found.size() + " discarded");
      return 0;
    }
  }
}
