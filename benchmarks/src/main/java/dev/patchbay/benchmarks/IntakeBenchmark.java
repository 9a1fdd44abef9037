package dev.patchbay.benchmarks;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.WritableSecrets;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.core.trace.Tracer;
import dev.patchbay.webhooks.bus.BusEntry;
import dev.patchbay.webhooks.intake.Intake;
import dev.patchbay.webhooks.publishing.Publisher;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.request.Answer;
import dev.patchbay.webhooks.request.RawRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a 10 KB push of GitHub costs: verified, normalised and written for the bus, beside the floor
 * of one HMAC and one parse of the same bytes. Run from the root: {@code java -cp
 * "benchmarks/target/classes:benchmarks/target/lib/*" org.openjdk.jmh.Main IntakeBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class IntakeBenchmark {
  private static final int BYTES = 10 * 1024;
  private static final byte[] SECRET = Bytes.utf8("It's a Secret to Everybody");

  private RawRequest request;
  private Intake intake;
  private BusEntry published;

  /** Grows the project's own sample to size and signs it. */
  @Setup
  public void sign() throws IOException {
    // The log line is written and goes nowhere: the console's speed is not the question.
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    byte[] body = body();
    String signature =
        Bytes.encode(
            Bytes.mac("sha256", SECRET).doFinal(body),
            dev.patchbay.core.catalog.SourceEntry.Encoding.HEX);
    request =
        new RawRequest(
            "POST",
            "https://hub.example/webhooks/github",
            Map.of(
                "content-type", "application/json",
                "x-github-event", "push",
                "x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958",
                "x-hub-signature-256", "sha256=" + signature),
            Map.of(),
            body);
    intake =
        new Intake(
            Catalog.of(new Settings(_ -> null)),
            new OneSecret(),
            new Publisher(entries -> published = entries.getFirst(), (_, _, _) -> null),
            _ -> Optional.empty(),
            new Tracer(new Settings(_ -> null), Clock.systemUTC()),
            Clock.systemUTC());
    if (intake.answer("github", "default", request).status() != 202) {
      throw new IllegalStateException("the push is not accepted");
    }
  }

  private static byte[] body() throws IOException {
    Path sample = Path.of("webhooks/sources/github/samples/push.json");
    Map<String, Object> payload =
        Json.object(Json.parseObject(Files.readAllBytes(sample)).get("body"));
    List<Object> commits = new ArrayList<>((List<?>) payload.get("commits"));
    byte[] bytes = Json.writeBytes(payload);
    for (int i = 0; bytes.length < BYTES; i++) {
      commits.add(commits.get(i));
      payload.put("commits", commits);
      bytes = Json.writeBytes(payload);
    }
    return bytes;
  }

  /** The floor: HMAC of the bytes and one parse of them. */
  @Benchmark
  public Object floor() {
    byte[] mac = Bytes.mac("sha256", SECRET).doFinal(request.body());
    return mac.length > 0 ? Json.parse(request.body()) : mac;
  }

  /** A webhook's whole way to the bus. */
  @Benchmark
  public Object webhook() {
    Answer answer = intake.answer("github", "default", request);
    return answer.status() == 202 ? published : answer;
  }

  /** The one secret there is. */
  private static final class OneSecret implements WritableSecrets {
    private final List<Secret> secrets =
        List.of(new Secret("patchbay/sources/github", "1", Map.of("secret", Bytes.text(SECRET))));

    @Override
    public List<Secret> versions(String name) {
      return secrets;
    }

    @Override
    public List<Secret> refreshed(String name, Duration youngerThan) {
      return secrets;
    }

    @Override
    public void put(String name, Map<String, Object> fields) {
      throw new UnsupportedOperationException("nothing is handed over here");
    }
  }
}
