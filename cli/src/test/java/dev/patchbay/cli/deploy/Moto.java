package dev.patchbay.cli.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * moto's server, which stands in for S3, CloudFormation, SQS and Secrets Manager, with AWS's own
 * command line and the patchbay command before it. Tests are skipped where either is not installed.
 */
final class Moto implements AutoCloseable {
  /** What a command came to. */
  record Answer(int code, String out, String err) {}

  private final Process process;
  private final int port;
  private final Path folder;

  private Moto(Process process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  static Moto start(Path folder) throws Exception {
    assumeTrue(isInstalled("aws") && isInstalled("moto_server"), "no AWS CLI or no moto_server");
    int port = freePort();
    Process process =
        new ProcessBuilder("moto_server", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("moto.log").toFile())
            .start();
    Moto moto = new Moto(process, port, folder);
    dev.patchbay.cli.TestHub.await(moto::answers);
    return moto;
  }

  private static boolean isInstalled(String program) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(program, program.equals("aws") ? "--version" : "--help")
              .redirectErrorStream(true)
              .start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try (Socket _ = new Socket("127.0.0.1", port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    // moto reads a nested template only from an address that says localhost.
    environment.put("AWS_ENDPOINT_URL", "http://localhost:" + port);
    environment.put("AWS_ACCESS_KEY_ID", "any");
    environment.put("AWS_SECRET_ACCESS_KEY", "any");
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_PAGER", "");
    return environment;
  }

  Answer aws(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("aws", "--output", "json"));
    // Version 1 of the AWS CLI takes SQS's old address where it is not told by an option.
    command.addAll(List.of("--endpoint-url", "http://localhost:" + port));
    command.addAll(List.of(arguments));
    return run(command, Map.of());
  }

  /** The patchbay command, over a checkout that lies in a folder. */
  Answer patchbay(Path home, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Dpatchbay.home=" + home,
                "-Dpatchbay.caller=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.patchbay.cli.Main"));
    command.addAll(List.of(arguments));
    return run(command, environment);
  }

  private Answer run(List<String> command, Map<String, String> more) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment());
    builder.environment().putAll(more);
    Path err = Files.createTempFile(folder, "command", ".err");
    Process running =
        builder
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(err.toFile())
            .start();
    String out = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(running.waitFor(), out, Files.readString(err));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
