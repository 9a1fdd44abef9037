package dev.patchbay.cli;

import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code patchbay up} in a process of its own, which can be killed as the machine would kill it.
 */
public final class HubProcess {
  private final Path folder;
  private Process process;

  /** Prepares a hub whose data lie in the folder. */
  public HubProcess(Path folder, String routes, Map<String, Object> secrets) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("routes.yaml"), routes);
    Path file =
        Files.createFile(
            folder.resolve("secrets.json"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, Json.writeBytes(secrets));
  }

  /** Starts it and waits until it takes webhooks. */
  public void start() throws IOException {
    start("unlimited");
  }

  /**
   * Starts it with a limit on the size of files, which is what a full disk looks like.
   *
   * @param kilobytes for {@code ulimit -f}
   */
  public void start(String kilobytes) throws IOException {
    Files.deleteIfExists(folder.resolve("data/hub.json"));
    List<String> command =
        new ArrayList<>(
            List.of("bash", "-c", "ulimit -S -f " + kilobytes + "; exec \"$@\"", "hub"));
    command.addAll(java(HubClasses.ofThisBuild().arguments()));
    command.addAll(up(folder));
    command.addAll(
        List.of(
            "--routes",
            folder.resolve("routes.yaml").toString(),
            "--secrets",
            folder.resolve("secrets.json").toString()));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    Path ports = folder.resolve("data/hub.json");
    TestHub.await(() -> Files.exists(ports) || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("the hub did not start: " + Files.readString(log()));
    }
  }

  /** A JVM for short lives, with these arguments too. */
  static List<String> java(List<String> more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Dpatchbay.home=" + TestHub.ROOT));
    command.addAll(more);
    return command;
  }

  /** The command that runs a hub whose data lie in the folder. */
  static List<String> up(Path folder) {
    return List.of(
        "dev.patchbay.cli.Main",
        "up",
        "--port",
        "0",
        "--aws-port",
        "0",
        "--console-port",
        "0",
        "--data",
        folder.resolve("data").toString());
  }

  private Path log() {
    return folder.resolve("hub.log");
  }

  /** Where it takes GitHub's webhooks. */
  public String url() throws IOException {
    return address("port") + "/webhooks/github";
  }

  /** Where its console is. */
  public String console() throws IOException {
    return address("consolePort");
  }

  private String address(String port) throws IOException {
    Map<String, Object> ports = Json.parseObject(Files.readString(folder.resolve("data/hub.json")));
    return "http://127.0.0.1:" + ports.get(port);
  }

  /** Lifts the limit on the size of files: the disk has room again. */
  public void makeRoom() throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    int exit = new ProcessBuilder("prlimit", "--pid", pid, "--fsize=unlimited:").start().waitFor();
    if (exit != 0) {
      throw new AssertionError("prlimit failed with " + exit);
    }
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
