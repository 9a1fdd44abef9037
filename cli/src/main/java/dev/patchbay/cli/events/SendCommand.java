package dev.patchbay.cli.events;

import dev.patchbay.cli.catalog.Catalogs;
import dev.patchbay.cli.catalog.SampleFolder;
import dev.patchbay.cli.command.CommandFailure;
import dev.patchbay.cli.command.Home;
import dev.patchbay.cli.hub.Running;
import dev.patchbay.core.catalog.CatalogFile;
import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.catalog.SourceEntry.Scheme;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.AwsSecrets;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.sample.Sample;
import dev.patchbay.webhooks.sample.Samples;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** {@code patchbay send}: a sample of a source, signed, to a running hub. */
@Command(
    name = "send",
    description = "Post a sample of a source to a running hub, signed as the source signs.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./patchbay send github                its samples",
      "  ./patchbay send github push",
      "  ./patchbay send stripe invoice.paid --account acme",
      "  ./patchbay send github push --same-id --url https://hooks.example.com/webhooks/github"
    })
public final class SendCommand implements Callable<Integer> {
  private static final Set<String> FORBIDDEN = Set.of("host", "content-length", "connection");

  @Spec private CommandSpec spec;
  @Mixin private Running hub;

  @Parameters(index = "0", paramLabel = "SOURCE", description = "such as github")
  private String source;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SAMPLE",
      description = "such as push; without it, the samples are listed")
  private String sample;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "configured instance of the source (default: ${DEFAULT-VALUE})")
  private String account = "default";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "webhook address, where it is not the hub's own")
  private String url;

  @Option(names = "--json", description = "print the list of samples as JSON")
  private boolean json;

  @Option(names = "--same-id", description = "keep the sample's own id, as a source's retry would")
  private boolean sameId;

  @Override
  public Integer call() throws Exception {
    CatalogFile catalog = Catalogs.read(Home.file("connector-catalog.json"));
    SourceEntry entry = Catalogs.source(catalog, source);
    if (sample == null) {
      List<String> names = new SampleFolder(source).names();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.pretty(names));
      } else {
        names.forEach(out::println);
      }
      return 0;
    }
    Sample chosen = fresh(entry, new SampleFolder(source).read(sample));
    if (entry.signature().getFirst().scheme() == Scheme.IAM) {
      return deliver(chosen);
    }
    String address = address();
    return post(Samples.sign(entry, secret(), chosen, address, Instant.now()), address);
  }

  /** The sample with an id of its own: one that was sent before would be taken for a retry. */
  private Sample fresh(SourceEntry entry, Sample read) {
    String place = entry.event().id();
    if (sameId || place == null) {
      return read;
    }
    String id = UUID.randomUUID().toString();
    if (place.startsWith("header:")) {
      Map<String, String> headers = new LinkedHashMap<>(read.headers());
      headers.replaceAll(
          (name, value) -> name.equalsIgnoreCase(place.substring("header:".length())) ? id : value);
      return read.withHeaders(headers);
    }
    if (read.body() instanceof Map<?, ?> body && body.get(place) instanceof String) {
      Map<String, Object> changed = new LinkedHashMap<>(Json.object(body));
      changed.put(place, id);
      return read.withBody(changed);
    }
    return read;
  }

  /** Puts an event of AWS where rules of the default bus and pipes put it. */
  private int deliver(Sample chosen) {
    String queue = hub.stack() + "-aws-events";
    try (SqsClient sqs = hub.client(SqsClient.builder()).build()) {
      String url = sqs.getQueueUrl(get -> get.queueName(queue)).queueUrl();
      sqs.sendMessage(send -> send.queueUrl(url).messageBody(Json.write(chosen.body())));
      spec.commandLine().getOut().println("See what became of it: ./patchbay events");
      return 0;
    } catch (QueueDoesNotExistException _) {
      throw new CommandFailure(
          "this hub takes no events of AWS; start it with: ./patchbay up --parameter"
              + " DefaultBusSources=aws.s3");
    }
  }

  private String address() {
    if (url != null) {
      return url;
    }
    String path = "default".equals(account) ? source : source + "/" + account;
    return hub.webhooksUrl() + "/" + path;
  }

  private Secret secret() {
    String name = Secrets.ofSource(source, account);
    try (SecretsManagerClient client = hub.client(SecretsManagerClient.builder()).build()) {
      return new AwsSecrets(() -> client, Clock.systemUTC())
          .current(name)
          .orElseThrow(
              () ->
                  new CommandFailure(
                      "the hub has no secret "
                          + name
                          + (hub.isLocal()
                              ? "; add it to secrets.json"
                              : "; set it with aws secretsmanager create-secret")));
    }
  }

  private int post(RawRequest request, String address) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    HttpRequest.Builder post =
        HttpRequest.newBuilder(URI.create(request.url()))
            .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
    request
        .headers()
        .forEach(
            (name, value) -> {
              if (!FORBIDDEN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                post.header(name, value);
              }
            });
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(post.build(), HttpResponse.BodyHandlers.ofString());
      out.println(answer.statusCode() + " " + answer.body());
      if (answer.statusCode() / 100 == 2) {
        out.println("See what became of it: ./patchbay events");
        return 0;
      }
      return 1;
    } catch (ConnectException e) {
      throw new CommandFailure(
          "nothing answers at " + address + "; start the hub with ./patchbay up");
    }
  }
}
