package dev.patchbay.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code patchbay} command. Exit codes: 0 done, 1 failed, 2 misused. */
@Command(
    name = "patchbay",
    description = "Connects SaaS services by events: webhooks in, messages out.",
    mixinStandardHelpOptions = true,
    subcommands = {
      UpCommand.class,
      SendCommand.class,
      EventsCommand.class,
      TraceCommand.class,
      DeadLettersCommand.class,
      RedriveCommand.class,
      DiscardCommand.class,
      ReplayCommand.class,
      RoutesCommand.class,
      CatalogCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command and gives its exit code. */
  static int run(String... arguments) {
    return run(new CommandLine(new Main()), arguments);
  }

  /** As above, with what it says written elsewhere. */
  static int run(PrintWriter said, String... arguments) {
    return run(new CommandLine(new Main()).setOut(said).setErr(said), arguments);
  }

  private static int run(CommandLine command, String... arguments) {
    command.setExecutionExceptionHandler(
        (failure, _, _) -> {
          command.getErr().println("patchbay: " + Failures.explain(failure));
          return 1;
        });
    if (arguments.length == 0) {
      command.usage(command.getOut());
      return 2;
    }
    return command.execute(arguments);
  }
}
