package dev.patchbay.cli.deploy;

import dev.patchbay.cli.command.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Scanner;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tools of AWS that package a template: every local path in it, and in the templates it nests,
 * is uploaded under its digest and replaced by where it lies.
 */
enum Packaging {
  SAM("sam", List.of("sam", "package", "--no-progressbar")),
  AWS_CLI("aws", List.of("aws", "cloudformation", "package"));

  private static final Pattern UPLOAD = Pattern.compile("Uploading to (\\S+)");

  private final String program;
  private final List<String> command;

  Packaging(String program, List<String> command) {
    this.program = program;
    this.command = command;
  }

  /**
   * The first of them that is on the PATH.
   *
   * @throws CommandFailure that says what to install, where there is none
   */
  static Packaging present() {
    return Stream.of(values())
        .filter(Packaging::isPresent)
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "neither the SAM CLI nor the AWS CLI is on the PATH; install one of them:"
                        + " https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html"
                        + " or https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/install-sam-cli.html"));
  }

  private boolean isPresent() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /** The command line that packages a template. */
  List<String> command(
      Path template, String bucket, String prefix, Path packaged, List<String> account) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("--template-file", template.toString()));
    line.addAll(List.of("--s3-bucket", bucket, "--s3-prefix", prefix));
    line.addAll(List.of("--output-template-file", packaged.toString()));
    line.addAll(account);
    return line;
  }

  /**
   * Runs a command line of the tool.
   *
   * @param uploads is told of each artifact once, by its digest
   * @throws CommandFailure with the tool's own words where it fails
   */
  void run(List<String> line, Consumer<String> uploads) {
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      process.getOutputStream().close();
      StringBuilder words = new StringBuilder();
      read(process.getInputStream(), words, uploads);
      if (process.waitFor() != 0) {
        throw new CommandFailure(
            "%s could not package the template:%n%s".formatted(program, words.toString().strip()));
      }
    } catch (IOException e) {
      throw new CommandFailure(program + " cannot be run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted while " + program + " packaged the template");
    }
  }

  /** Tells progress, which tools write over itself by carriage returns, from words. */
  private static void read(InputStream in, StringBuilder words, Consumer<String> uploads) {
    Set<String> seen = new HashSet<>();
    Scanner lines = new Scanner(in, StandardCharsets.UTF_8).useDelimiter("[\\r\\n]+");
    while (lines.hasNext()) {
      String line = lines.next();
      Matcher upload = UPLOAD.matcher(line);
      if (!upload.find()) {
        words.append(line).append('\n');
      } else if (seen.add(upload.group(1))) {
        uploads.accept(upload.group(1));
      }
    }
  }
}
