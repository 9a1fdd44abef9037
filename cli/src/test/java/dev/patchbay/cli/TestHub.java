package dev.patchbay.cli;

import dev.patchbay.cli.files.RouteFiles;
import dev.patchbay.cli.hub.HubView;
import dev.patchbay.cli.hub.LedgerView;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.json.Json;
import dev.patchbay.local.Hub;
import dev.patchbay.local.HubOptions;
import dev.patchbay.local.sandbox.Inbox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A hub of a test, with a secret of its own for GitHub: the real template, functions and catalog.
 */
public final class TestHub implements AutoCloseable {
  public static final Path ROOT = Path.of(System.getProperty("patchbay.root"));
  static final String SECRET = "It's a Secret to Everybody";

  /** What a proxy before the hub sends along; a hub that wants none passes it over. */
  static final String ORIGIN = "came by the proxy";

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Hub hub;

  private TestHub(Hub hub) {
    this.hub = hub;
  }

  /** Starts a hub whose data and secrets lie in the folder. */
  public static TestHub start(Path folder, String routes, Map<String, Object> secrets)
      throws IOException {
    return start(folder, routes, secrets, Map.of(), 0);
  }

  /** As above, with parameters of the template. */
  static TestHub start(
      Path folder, String routes, Map<String, Object> secrets, Map<String, String> parameters)
      throws IOException {
    return start(folder, routes, secrets, parameters, 0);
  }

  /** As above, with so many percent of its AWS calls failing. */
  public static TestHub start(
      Path folder,
      String routes,
      Map<String, Object> secrets,
      Map<String, String> parameters,
      int failing)
      throws IOException {
    Path template = Files.writeString(folder.resolve("routes.json"), compile(folder, routes));
    return start(folder, ROOT.resolve("template.yaml"), template, secrets, parameters, failing);
  }

  /** The stack of routes. */
  public static String compile(Path folder, String routes) throws IOException {
    Path routesFile = Files.writeString(folder.resolve("routes.yaml"), routes);
    return RouteFiles.compile(
        routesFile,
        CatalogFile.read(ROOT.resolve("connector-catalog.json")),
        new PrintWriter(System.err));
  }

  /** As above, with a template and with compiled routes of the test's own. */
  static TestHub start(
      Path folder,
      Path template,
      Path routes,
      Map<String, Object> secrets,
      Map<String, String> parameters,
      int failing)
      throws IOException {
    Path secretsFile = folder.resolve("secrets.json");
    Files.deleteIfExists(secretsFile);
    Files.createFile(
        secretsFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(secretsFile, Json.writeBytes(secrets));
    return new TestHub(
        Hub.start(
            new HubOptions(
                template,
                parameters,
                routes,
                ROOT.resolve("connector-catalog.json"),
                folder.resolve("data"),
                secretsFile,
                0,
                0,
                0,
                failing)));
  }

  public static Map<String, Object> githubSecret() {
    return Map.of("patchbay/sources/github", Map.of("secret", SECRET));
  }

  public Hub hub() {
    return hub;
  }

  /** Posts a webhook as GitHub does. */
  public HttpResponse<String> post(String event, String delivery, byte[] body)
      throws IOException, InterruptedException {
    return post(hub.webhooksUrl() + "/github", event, delivery, body, sign(body));
  }

  public static HttpResponse<String> post(
      String url, String event, String delivery, byte[] body, String signature)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", event)
            .header("X-GitHub-Delivery", delivery)
            .header("X-Patchbay-Origin", ORIGIN)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (signature != null) {
      request.header("X-Hub-Signature-256", signature);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  public static String sign(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a command prints, its exit code first. */
  public String run(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--aws-port", Integer.toString(Running.port(hub.endpointUrl()))));
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      int exit = Main.run(all.toArray(String[]::new));
      return (exit + " " + out.toString(StandardCharsets.UTF_8)).strip();
    } finally {
      System.setOut(before);
    }
  }

  /** Every queue of the hub. */
  public List<String> queues() {
    try (SqsClient sqs = Running.at(hub).client(SqsClient.builder()).build()) {
      return sqs.listQueues().queueUrls().stream()
          .map(url -> url.substring(url.lastIndexOf('/') + 1))
          .toList();
    }
  }

  /** A delivery's state in the ledger; empty where it knows nothing of it. */
  public String state(String event, String delivery) {
    try (HubView view = new HubView(Running.at(hub))) {
      return view.ledger().state(new LedgerView.Key(event, delivery));
    }
  }

  /** Messages of a queue, those that are hidden included. */
  public int queued(String queue) {
    List<QueueAttributeName> names =
        List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    try (SqsClient sqs = Running.at(hub).client(SqsClient.builder()).build()) {
      String url = sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
      return sqs
          .getQueueAttributes(get -> get.queueUrl(url).attributeNames(names))
          .attributes()
          .values()
          .stream()
          .mapToInt(Integer::parseInt)
          .sum();
    }
  }

  /** Sends a message to a queue, past everything before it. */
  public void send(String queue, String body) {
    try (SqsClient sqs = Running.at(hub).client(SqsClient.builder()).build()) {
      String url = sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
      sqs.sendMessage(send -> send.queueUrl(url).messageBody(body));
    }
  }

  List<Inbox.Arrival> inbox() {
    return hub.inbox().after(0, 100_000);
  }

  public List<Inbox.Arrival> inbox(String connector) {
    return inbox().stream().filter(arrival -> arrival.connector().equals(connector)).toList();
  }

  /** Waits for what must come. */
  public static void await(BooleanSupplier done) {
    await(PATIENCE, done);
  }

  /** Waits for what must come, and may take its time. */
  static void await(Duration patience, BooleanSupplier done) {
    long until = System.nanoTime() + patience.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("it did not come within " + patience);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
