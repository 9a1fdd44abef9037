package dev.patchbay.cli;

import dev.patchbay.cli.catalog.CatalogCommand;
import dev.patchbay.cli.command.Failures;
import dev.patchbay.cli.command.Misuse;
import dev.patchbay.cli.command.Terminal;
import dev.patchbay.cli.cost.CostCommand;
import dev.patchbay.cli.deadletters.DeadLettersCommand;
import dev.patchbay.cli.deadletters.DiscardCommand;
import dev.patchbay.cli.deadletters.RedriveCommand;
import dev.patchbay.cli.deploy.DeployCommand;
import dev.patchbay.cli.events.EventsCommand;
import dev.patchbay.cli.events.SendCommand;
import dev.patchbay.cli.events.TailCommand;
import dev.patchbay.cli.events.TraceCommand;
import dev.patchbay.cli.laptop.SandboxCommand;
import dev.patchbay.cli.laptop.UpCommand;
import dev.patchbay.cli.replay.ReplayCommand;
import dev.patchbay.cli.routes.RoutesCommand;
import dev.patchbay.core.json.Nearest;
import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code patchbay} command. Exit codes: 0 done, 1 failed, 2 misused. */
@Command(
    name = "patchbay",
    description = "Connects SaaS services by events: webhooks in, messages out.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      UpCommand.class,
      SendCommand.class,
      EventsCommand.class,
      TraceCommand.class,
      TailCommand.class,
      DeadLettersCommand.class,
      RedriveCommand.class,
      DiscardCommand.class,
      ReplayCommand.class,
      RoutesCommand.class,
      SandboxCommand.class,
      CatalogCommand.class,
      DeployCommand.class,
      CostCommand.class,
      CommandLine.HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay up                        run the hub on this machine",
      "  ./patchbay send github push          post a signed sample to it",
      "  ./patchbay events                    what came, and what became of it",
      "  ./patchbay routes check              every mistake in routes.yaml, with its line",
      "  ./patchbay deadletters --stack NAME  the same of a hub on AWS",
      "",
      "Exit codes: 0 done, 1 failed, 2 misused."
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command and gives its exit code. */
  static int run(String... arguments) {
    return run(command(), arguments);
  }

  /** As above, with what it says written elsewhere. */
  static int run(PrintWriter said, String... arguments) {
    return run(command().setOut(said).setErr(said), arguments);
  }

  private static int run(CommandLine command, String... arguments) {
    if (arguments.length == 0) {
      command.usage(command.getOut());
      return 2;
    }
    return command.execute(arguments);
  }

  /** The command with all its options. */
  static CommandLine command() {
    CommandLine command = new CommandLine(new Main());
    CostCommand.addAssumptions(command.getSubcommands().get("cost").getCommandSpec());
    UpCommand up = command.getSubcommands().get("up").getCommand();
    up.runCommandsBy(Main::run);
    command.setUsageHelpWidth(100);
    command.setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.ansi()));
    command.setExecutionExceptionHandler(
        (failure, _, _) -> {
          command.getErr().println("patchbay: " + Failures.explain(failure));
          return failure instanceof Misuse ? 2 : 1;
        });
    command.setParameterExceptionHandler((misuse, _) -> refuse(misuse));
    return command;
  }

  /** Says what was wrong, what may have been meant, and where to read on. */
  private static int refuse(ParameterException misuse) {
    CommandLine at = misuse.getCommandLine();
    PrintWriter err = at.getErr();
    String said =
        misuse instanceof UnmatchedArgumentException unmatched
            ? unknown(at, unmatched.getUnmatched().getFirst())
            : misuse.getMessage();
    err.println("patchbay: " + said);
    err.println("See ./" + at.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return 2;
  }

  private static String unknown(CommandLine at, String word) {
    if (word.startsWith("-")) {
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      return "there is no option "
          + name
          + Nearest.suggestion(name, at.getCommandSpec().optionsMap().keySet());
    }
    Set<String> commands =
        at.getSubcommands().keySet().stream()
            .filter(name -> !name.equals("help"))
            .collect(Collectors.toCollection(TreeSet::new));
    return commands.isEmpty()
        ? "'" + word + "' is one argument too many"
        : "there is no command '" + word + "'" + Nearest.suggestion(word, commands);
  }
}
