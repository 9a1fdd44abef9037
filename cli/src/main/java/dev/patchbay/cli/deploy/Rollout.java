package dev.patchbay.cli.deploy;

import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/** One deployment from the packaged template to the end of its change set. For one thread. */
final class Rollout {
  private final Account account;
  private final CloudFormationClient cloudFormation;
  private final ArtifactBucket artifacts;
  private final Packaging packaging;
  private final LocalTemplate template;
  private final DeployedStack deployed;
  private final PrintWriter out;
  private Deployment deployment;

  Rollout(
      Account account,
      CloudFormationClient cloudFormation,
      ArtifactBucket artifacts,
      Packaging packaging,
      LocalTemplate template,
      DeployedStack deployed,
      PrintWriter out) {
    this.account = account;
    this.cloudFormation = cloudFormation;
    this.artifacts = artifacts;
    this.packaging = packaging;
    this.template = template;
    this.deployed = deployed;
    this.out = out;
  }

  void makeBucket() {
    if (!artifacts.exists()) {
      out.println("making the bucket " + artifacts.name() + " for what is deployed");
      artifacts.make();
    }
  }

  /** Packages the template and makes its change set. */
  ChangeSet prepare(String stack, Map<String, String> parameters) {
    var chosen = deployed.parameters(parameters, template.parameters());
    say("packaging into s3://" + artifacts.name() + " …");
    Path packaged = Home.file("target/deploy/" + stack + ".yaml");
    try {
      Files.createDirectories(packaged.getParent());
      List<String> line =
          packaging.command(template.path(), artifacts.name(), stack, packaged, account.options());
      packaging.run(line, artifact -> say("  uploads " + artifact));
      String url = artifacts.put(packaged, stack + "/" + digest(packaged) + ".template");
      deployment = new Deployment(stack, !deployed.exists(), url, chosen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    say("asking CloudFormation what changes …");
    return nested(ChangeSet.make(cloudFormation, deployment, true));
  }

  /** Without the nested stacks' own changes, where CloudFormation cannot say them beforehand. */
  private ChangeSet nested(ChangeSet changes) {
    if (!changes.hasFailed() || !changes.reason().contains("ested change set")) {
      return changes;
    }
    say("CloudFormation cannot say what changes in the nested stacks: " + changes.reason());
    changes.delete(deployment);
    return ChangeSet.make(cloudFormation, deployment, false);
  }

  private static String digest(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void delete(ChangeSet changes) {
    changes.delete(deployment);
  }

  /**
   * Carries a change set out; null where all went well, else what failed.
   *
   * @throws CommandFailure where it is interrupted; CloudFormation goes on
   */
  List<String> carryOut(ChangeSet changes) {
    say("deploying …");
    Execution execution = new Execution(cloudFormation, changes.stackId(), out);
    changes.execute(deployment.isNew());
    return execution.await() ? null : execution.failures();
  }

  private void say(String text) {
    out.println(text);
    out.flush();
  }
}
