package dev.patchbay.webhooks;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.catalog.ConnectorEntry;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import dev.patchbay.core.log.Log;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.webhooks.intake.Intake;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.sample.Sample;
import dev.patchbay.webhooks.sample.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.crac.Context;
import org.crac.Resource;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * What a SnapStart snapshot is to hold already: the classes and the compiled code of a webhook's
 * whole way, from the event of the HTTP API to the answer of the bus, and the entries of the usual
 * sources, compiled.
 *
 * <p>It takes requests of a source of its own through a second intake, whose clients speak to
 * loopback with credentials of nobody. So the snapshot holds no secret, no credentials, no open
 * connection and nothing that may be there once only; the clients of the function itself stay
 * untouched until the first real event. Should it fail, the function works all the same.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks.html">Hooks of
 *     Lambda</a>
 */
final class Priming implements Resource {
  /** Enough for the compiler to take up what is hot; under SnapStart it compiles in full. */
  private static final int ROUNDS = 40;

  private static final String CREDENTIALS_PROPERTY = "aws.containerCredentialsFullUri";

  private final Settings settings;
  private final Intake intake;

  Priming(Settings settings, Intake intake) {
    this.settings = settings;
    this.intake = intake;
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    try {
      settings.primedSources().forEach(intake::prepare);
      quietly(this::wholeWay);
      if (settings.endpoint("EVENTBRIDGE").isEmpty()) {
        Endpoints.greet(settings.region());
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      Log.error("not primed: the first webhook after a restore takes longer", e);
    }
  }

  /** There is nothing to open again: what the snapshot holds is code, and code does not age. */
  @Override
  public void afterRestore(Context<? extends Resource> context) {}

  private interface Work {
    void run() throws IOException;
  }

  /** Its events are none: no line and no metric may count them. */
  private static void quietly(Work work) throws IOException {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    try {
      work.run();
    } finally {
      System.setOut(out);
    }
  }

  private void wholeWay() throws IOException {
    try (LoopbackAws aws = LoopbackAws.start();
        InputStream in = Priming.class.getResourceAsStream("priming.json")) {
      Map<String, Object> file = Json.parseObject(in.readAllBytes());
      SourceEntry entry = Records.bind(Json.object(file.get("entry")), SourceEntry.class);
      Sample sample = Records.bind(Json.object(file.get("sample")), Sample.class);
      WebhookFunction function = new WebhookFunction(intake(aws, entry), null);
      for (int round = 0; round < ROUNDS; round++) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(new ByteArrayInputStream(event(entry, sample)), answer, null);
        if (!Integer.valueOf(202)
            .equals(Json.parseObject(answer.toByteArray()).get("statusCode"))) {
          throw new IllegalStateException("its own request was refused");
        }
      }
    }
  }

  private Intake intake(LoopbackAws aws, SourceEntry entry) {
    Region region = Region.of(settings.region());
    System.setProperty(CREDENTIALS_PROPERTY, aws.uri() + "/credentials");
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build()) {
      credentials.resolveCredentials(); // the chain that the function's own clients will take
      return new Wiring(
              settings,
              client ->
                  client
                      .endpointOverride(aws.uri())
                      .region(region)
                      .credentialsProvider(credentials))
          .intake(new Only(entry));
    } finally {
      System.clearProperty(CREDENTIALS_PROPERTY);
    }
  }

  private static byte[] event(SourceEntry entry, Sample sample) {
    Map<String, String> headers = new java.util.TreeMap<>(sample.headers());
    headers.replaceAll((_, value) -> value.replace("{id}", UUID.randomUUID().toString()));
    Secret secret = new Secret("priming", "", Map.of("secret", LoopbackAws.SECRET));
    RawRequest request =
        Samples.sign(
            entry,
            secret,
            sample.withHeaders(headers),
            "https://example.com/webhooks/" + entry.name(),
            Clock.systemUTC().instant());
    return Json.writeBytes(
        Map.of(
            "rawPath",
            "/webhooks/" + entry.name(),
            "rawQueryString",
            "",
            "headers",
            request.headers(),
            "pathParameters",
            Map.of("source", entry.name()),
            "requestContext",
            Map.of(
                "domainName",
                "example.com",
                "stage",
                "$default",
                "http",
                Map.of("method", "POST", "sourceIp", "127.0.0.1")),
            "body",
            new String(request.body(), java.nio.charset.StandardCharsets.UTF_8),
            "isBase64Encoded",
            false));
  }

  /** A catalog of one source. */
  private record Only(SourceEntry entry) implements Catalog {
    @Override
    public Optional<SourceEntry> source(String name) {
      return Optional.of(entry).filter(one -> one.name().equals(name));
    }

    @Override
    public Optional<ConnectorEntry> connector(String name) {
      return Optional.empty();
    }
  }
}
