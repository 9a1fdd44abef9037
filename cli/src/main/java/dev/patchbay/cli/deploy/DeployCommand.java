package dev.patchbay.cli.deploy;

import dev.patchbay.cli.catalog.Catalogs;
import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Home;
import dev.patchbay.cli.files.ParameterNames;
import dev.patchbay.cli.files.RouteFiles;
import dev.patchbay.cli.files.RoutesOption;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.local.template.TemplateFile;
import dev.patchbay.router.check.StackName;
import dev.patchbay.router.reading.Routes;
import dev.patchbay.router.route.Route;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** {@code ./patchbay deploy}. */
@Command(
    name = "deploy",
    description = "Package the hub and deploy it to the AWS account of the environment.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay deploy --diff",
      "  ./patchbay deploy --stack patchbay-staging --parameter Stage=staging",
      "  ./patchbay deploy --routes-only --yes"
    })
public final class DeployCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RoutesOption routes;

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description = "stack to make or change (default: ${DEFAULT-VALUE})")
  private String stack = "patchbay";

  @Option(names = "--region", paramLabel = "REGION", description = "AWS region")
  private String region;

  @Option(names = "--profile", paramLabel = "NAME", description = "profile of ~/.aws/config")
  private String profile;

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "parameter of template.yaml; one not named stays as it is; repeatable")
  private Map<String, String> parameters = Map.of();

  @Option(
      names = "--bucket",
      paramLabel = "NAME",
      description =
          "bucket of functions and templates, made if missing (default:"
              + " patchbay-artifacts-ACCOUNT-REGION)")
  private String bucket;

  @Option(names = "--diff", description = "show what would change, and change nothing")
  private boolean diff;

  @Option(names = "--routes-only", description = "refuse if more than the routes would change")
  private boolean routesOnly;

  @Option(names = "--yes", description = "do not ask")
  private boolean yes;

  @Override
  public Integer call() throws IOException {
    checkUsage();
    CatalogFile catalog = Catalogs.read(Home.file("connector-catalog.json"));
    Routes read = routes.read(catalog, spec.commandLine().getErr());
    if (read == null) {
      return 1;
    }
    StackName.fault(stack, read.routes())
        .ifPresent(
            fault -> {
              throw new CommandFailure(fault);
            });
    ParameterNames.of(parameters, read.routes(), catalog);
    Path compiled = Home.file("router/target/routes.template.json");
    Files.createDirectories(compiled.getParent());
    Files.writeString(compiled, RouteFiles.compile(read, catalog));
    LocalTemplate template = LocalTemplate.read(Home.file("template.yaml"));
    Packaging packaging = Packaging.present();
    Account account = Account.of(profile, region);
    try (CloudFormationClient cloudFormation =
            account.client(CloudFormationClient.builder()).build();
        ArtifactBucket artifacts = new ArtifactBucket(account, bucket)) {
      DeployedStack deployed = DeployedStack.of(cloudFormation, stack);
      print(account, deployed);
      CompiledRoutes now = CompiledRoutes.of(TemplateFile.read(compiled));
      CompiledRoutes before = deployed.routes().orElseGet(CompiledRoutes::none);
      leave(account, now.leaving(before));
      now.changesFrom(before).forEach(out()::println);
      read.hint().ifPresent(out()::println);
      Rollout rollout =
          new Rollout(account, cloudFormation, artifacts, packaging, template, deployed, out());
      Result result =
          deployed.exists()
              ? change(account, deployed, rollout)
              : make(rollout, artifacts, template);
      return result == Result.DONE
          ? report(account, cloudFormation, read.routes(), catalog)
          : result.code;
    }
  }

  /** What has come of it. */
  private enum Result {
    DONE(0),
    SHOWN(0),
    NOT_DONE(1);

    private final int code;

    Result(int code) {
      this.code = code;
    }
  }

  private void checkUsage() {
    StackName.fault(stack)
        .ifPresent(
            fault -> {
              throw new ParameterException(spec.commandLine(), fault);
            });
    if (!yes && !diff && !Question.canBeAsked()) {
      throw new ParameterException(
          spec.commandLine(),
          "this asks before it changes anything, and there is no terminal to ask on; say --yes, or"
              + " --diff to see what would change");
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void print(Account account, DeployedStack deployed) {
    out().println("account  " + account.id());
    out().println("region   " + account.region());
    out().println("stack    " + stack + (deployed.exists() ? "" : " (new)"));
    out().flush();
  }

  private void leave(Account account, List<String> connectors) {
    if (connectors.isEmpty()) {
      return;
    }
    try (SqsClient sqs = account.client(SqsClient.builder()).build()) {
      new LeavingConnectors(sqs, stack).check(connectors);
    }
  }

  /** A new stack: all of it is new, which needs no change set to be known. */
  private Result make(Rollout rollout, ArtifactBucket artifacts, LocalTemplate template) {
    template.lines().forEach(out()::println);
    boolean hasBucket = artifacts.exists();
    if (!hasBucket) {
      out().println("  add      the bucket " + artifacts.name() + ", for what is deployed");
    }
    if (diff) {
      return Result.SHOWN;
    }
    if (routesOnly) {
      throw new CommandFailure("there is no stack " + stack + " yet; deploy without --routes-only");
    }
    if (!isWanted()) {
      return Result.NOT_DONE;
    }
    if (!hasBucket) {
      artifacts.make();
    }
    ChangeSet changes = rollout.prepare(stack, parameters);
    changes.check();
    return carryOut(rollout, changes);
  }

  /** A stack that stands: CloudFormation says what would change before anyone is asked. */
  private Result change(Account account, DeployedStack deployed, Rollout rollout) {
    rollout.makeBucket();
    ChangeSet changes = rollout.prepare(stack, parameters);
    boolean keep = false;
    try {
      changes.check();
      List<Change> all = changes.isEmpty() ? List.of() : changes.changes();
      if (all.isEmpty()) {
        out().println("Nothing to change: the stack is as the template and the routes say.");
        return diff ? Result.SHOWN : Result.DONE;
      }
      show(all);
      look(account, new TrafficShift(stack, deployed.values(parameters), all));
      if (diff) {
        return Result.SHOWN;
      }
      if (routesOnly) {
        refuseOthers(all);
      }
      keep = isWanted();
    } finally {
      if (!keep) {
        rollout.delete(changes);
      }
    }
    return keep ? carryOut(rollout, changes) : Result.NOT_DONE;
  }

  private void show(List<Change> all) {
    all.forEach(change -> out().println(change.line()));
    if (all.stream().allMatch(Change::isOfRoutes)) {
      out().println("Only the routes change; functions that are deployed stay as they are.");
    }
    out().flush();
  }

  private void look(Account account, TrafficShift shift) {
    if (!shift.happens()) {
      return;
    }
    out().println(shift.words());
    List<String> ringing = ringing(account, shift);
    if (!ringing.isEmpty() && diff) {
      out().println(shift.words(ringing));
    } else if (!ringing.isEmpty()) {
      throw new CommandFailure(shift.words(ringing) + "\nNothing was deployed.");
    }
  }

  /** None, with a word, where these credentials may not look: that stops no deployment. */
  private List<String> ringing(Account account, TrafficShift shift) {
    try (CloudWatchClient cloudWatch = account.client(CloudWatchClient.builder()).build()) {
      return new RingingAlarms(cloudWatch).of(shift.alarms());
    } catch (SdkException e) {
      out().println("Whether one rings now could not be seen: " + e.getMessage());
      return List.of();
    }
  }

  private static void refuseOthers(List<Change> all) {
    List<String> others =
        all.stream().filter(change -> !change.isOfRoutes()).map(Change::line).toList();
    if (!others.isEmpty()) {
      throw new CommandFailure(
          "more than the routes would change, so nothing was deployed:%n%s"
              .formatted(String.join(System.lineSeparator(), others)));
    }
  }

  private boolean isWanted() {
    return yes || Question.ask("Deploy?");
  }

  private Result carryOut(Rollout rollout, ChangeSet changes) {
    List<String> failures = rollout.carryOut(changes);
    if (failures == null) {
      return Result.DONE;
    }
    PrintWriter err = spec.commandLine().getErr();
    err.println("The deployment failed, and CloudFormation took it back. What failed:");
    failures.forEach(failure -> err.println("  " + failure));
    err.flush();
    return Result.NOT_DONE;
  }

  private int report(
      Account account, CloudFormationClient cloudFormation, List<Route> read, CatalogFile catalog) {
    DeployedStack.of(cloudFormation, stack)
        .outputs()
        .forEach((name, value) -> out().println("%-12s %s".formatted(name, value)));
    try (SecretsManagerClient secrets = account.client(SecretsManagerClient.builder()).build()) {
      Map<String, String> missing =
          new WantedSecrets(read, catalog).missing(secrets, account.options());
      if (!missing.isEmpty()) {
        out().println("Secrets that the routes need and that are not set; set each with");
        missing.values().forEach(command -> out().println("  " + command));
      }
    }
    out().flush();
    return 0;
  }
}
