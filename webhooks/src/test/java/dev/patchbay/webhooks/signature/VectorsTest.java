package dev.patchbay.webhooks.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.secret.Secrets;
import dev.patchbay.webhooks.MemorySecrets;
import dev.patchbay.webhooks.body.FormBody;
import dev.patchbay.webhooks.handshake.Handshakes;
import dev.patchbay.webhooks.reading.Bytes;
import dev.patchbay.webhooks.reading.Fetch;
import dev.patchbay.webhooks.reading.Reading;
import dev.patchbay.webhooks.request.Answer;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.Refusal;
import dev.patchbay.webhooks.request.RefusedException;
import dev.patchbay.webhooks.sample.SourceBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The providers' own published signatures, and mutations of them, against the catalog's entries.
 */
class VectorsTest {
  /** Where a provider's name is not the source's. */
  private static final Map<String, String> SOURCES =
      Map.of(
          "slack-events", "slack",
          "slack-commands", "slack",
          "slack-interactivity", "slack",
          "twilio-json", "twilio",
          "generic-hmac", "hmac");

  /** That provider's SDK takes any time in the future; here the tolerance holds to both sides. */
  private static final List<String> STRICTER = List.of("stripe-future-accepted-by-sdk");

  @TestFactory
  Stream<DynamicTest> publishedSignaturesHold() throws IOException {
    Path shared = Path.of(System.getProperty("patchbay.root"), "../shared");
    String elsewhere = System.getenv("PATCHBAY_SHARED");
    Path file = (elsewhere == null ? shared : Path.of(elsewhere)).resolve("facts/vectors.json");
    assumeTrue(Files.exists(file));
    List<DynamicTest> tests = new ArrayList<>();
    for (Object each : (List<?>) Json.parse(Files.readAllBytes(file))) {
      Map<String, Object> vector = Json.object(each);
      for (Object provider : (List<?>) vector.get("provider_ref")) {
        String source = SOURCES.getOrDefault(provider, (String) provider);
        Path entry =
            Path.of(System.getProperty("patchbay.root"), "webhooks/sources", source, "entry.json");
        if (!STRICTER.contains(vector.get("id"))) {
          tests.add(
              DynamicTest.dynamicTest(
                  source + ": " + vector.get("id"), () -> check(vector, entry(entry, vector))));
        }
      }
    }
    return tests.stream();
  }

  /** The entry, with the vector's own tolerance where it has one. */
  private static SourceEntry entry(Path file, Map<String, Object> vector) throws IOException {
    Map<String, Object> entry = Json.parseObject(Files.readString(file));
    if (vector.get("tolerance") instanceof Number seconds) {
      for (Object signature : (List<?>) entry.get("signature")) {
        Object timestamp = Json.object(signature).get("timestamp");
        if (timestamp != null) {
          Json.object(timestamp).put("tolerance", seconds + "s");
        }
      }
    }
    return Records.bind(entry, SourceEntry.class);
  }

  private static void check(Map<String, Object> vector, SourceEntry entry) {
    boolean valid = "valid".equals(vector.get("expected"));
    List<Optional<Refusal>> verdicts = new ArrayList<>();
    for (Map<String, Object> fields : secrets(vector, entry)) {
      verdicts.add(verdict(vector, entry, fields));
    }
    if (valid) {
      assertThat(verdicts).as("%s", vector.get("id")).contains(Optional.empty());
    } else {
      assertThat(verdicts).as("%s", vector.get("id")).doesNotContain(Optional.empty());
    }
  }

  /** Why it is refused; empty where it is accepted, or answered as the vector says. */
  private static Optional<Refusal> verdict(
      Map<String, Object> vector, SourceEntry entry, Map<String, Object> fields) {
    RawRequest request = request(vector);
    Instant now =
        vector.get("now") instanceof Number epoch
            ? Instant.ofEpochMilli((long) (epoch.doubleValue() * 1000))
            : Instant.EPOCH;
    MemorySecrets secrets =
        new MemorySecrets(
            Map.of(
                Secrets.ofSource(entry.name(), "default"), List.of(new Secret("v", "", fields))));
    try {
      if (vector.get("expected_response_body") instanceof String answer) {
        Reading reading = new Reading(request, entry, now).with(new Secret("v", "", fields));
        String body =
            new Handshakes(entry, secrets, _ -> Optional.empty())
                .answer(reading, true)
                .map(Answer::body)
                .orElse("");
        return body.equals(answer) && !body.isEmpty()
            ? Optional.empty()
            : Optional.of(Refusal.BAD_SIGNATURE);
      }
      new Verifier(entry, secrets, certificates(vector))
          .verify(new Reading(request, entry, now), entry.name(), "default");
      return Optional.empty();
    } catch (RefusedException e) {
      // A vector that names no time is about the signature alone.
      return Optional.of(e.refusal())
          .filter(cause -> cause != Refusal.STALE_TIMESTAMP || vector.get("now") != null);
    }
  }

  private static RawRequest request(Map<String, Object> vector) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Json.object(vector.get("headers")).forEach((name, value) -> headers.put(name, (String) value));
    String url = (String) vector.get("url");
    int query = url.indexOf('?');
    return new RawRequest(
        (String) vector.get("method"),
        url,
        headers,
        FormBody.single(query < 0 ? "" : url.substring(query + 1)),
        body(vector));
  }

  private static byte[] body(Map<String, Object> vector) {
    String body = (String) vector.get("body");
    return "base64".equals(vector.get("body_encoding"))
        ? java.util.Base64.getDecoder().decode(body)
        : Bytes.utf8(body);
  }

  /** A text stands for every field of the entry's secret; an object names its fields. */
  private static List<Map<String, Object>> secrets(Map<String, Object> vector, SourceEntry entry) {
    Object given = vector.get("secret");
    List<?> each =
        given instanceof List<?> list ? list : java.util.Collections.singletonList(given);
    if (entry.name().equals("aws-sns")) {
      // Whose topic it is stands in the entry's secret; a vector is about the signature alone.
      return List.of(Map.of("topicArn", "arn"));
    }
    List<Map<String, Object>> secrets = new ArrayList<>();
    for (Object one : each) {
      Map<String, Object> fields = new HashMap<>();
      if (one instanceof Map<?, ?> named) {
        Json.object(named).forEach((name, value) -> fields.put(camelCase(name), value));
      } else if (entry.secret() != null && one != null) {
        entry.secret().properties().keySet().forEach(name -> fields.put(name, one));
      }
      if (vector.get("public_key") != null) {
        fields.put("publicKey", vector.get("public_key"));
      }
      secrets.add(fields);
    }
    return secrets;
  }

  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    for (String part : name.split("_")) {
      camel.append(
          camel.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + part.substring(1));
    }
    return camel.toString();
  }

  private static Certificates certificates(Map<String, Object> vector) {
    Object pem = vector.get("certificate_pem");
    Fetch fetch = _ -> Optional.ofNullable((String) pem).map(Bytes::utf8);
    return new Certificates(fetch, Clock.fixed(SourceBench.NOW, ZoneOffset.UTC));
  }
}
