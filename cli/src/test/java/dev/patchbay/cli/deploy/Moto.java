package dev.patchbay.cli.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * moto's server, which stands in for AWS, with AWS's own command line and the patchbay command
 * before it. Tests are skipped where either is not installed.
 */
public final class Moto implements AutoCloseable {
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

  public static Moto start(Path folder) throws Exception {
    assumeTrue(isInstalled("aws") && isInstalled("moto_server"), "no AWS CLI or no moto_server");
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder("moto_server", "-p", Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("moto.log").toFile());
    // What it was asked, where a test has it recorded.
    builder.environment().put("MOTO_RECORDER_FILEPATH", folder.resolve("recording").toString());
    Process process = builder.start();
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

  public String endpoint() {
    return "http://localhost:" + port;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    // moto reads a nested template only from an address that says localhost.
    environment.put("AWS_ENDPOINT_URL", endpoint());
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
    command.addAll(List.of("--endpoint-url", endpoint()));
    command.addAll(List.of(arguments));
    return run(command, Map.of());
  }

  /** moto's own control ({@code /moto-api/…}), and what it answers. */
  public String control(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint() + "/moto-api/" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  /** A role that anyone may take, for what wants the ARN of one. */
  public void makeRole(String name) throws Exception {
    String trust = "{\"Version\": \"2012-10-17\", \"Statement\": []}";
    aws("iam", "create-role", "--role-name", name, "--assume-role-policy-document", trust);
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
