package dev.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.core.catalog.SourceEntry;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.Records;
import dev.patchbay.core.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The providers' own published signatures, and mutations of them, against the schemes. */
class VectorsTest {
  private static final Map<String, String> SCHEMES =
      Map.ofEntries(
          Map.entry("github", hmac("x-hub-signature-256", "'prefix':'sha256=',")),
          Map.entry("hub256", hmac("x-hub-signature", "'prefix':'sha256=',")),
          Map.entry(
              "stripe",
              hmac(
                  "stripe-signature",
                  "'separator':',','prefix':'v1=','signed':'{timestamp}.{body}','timestamp':{'at':'header:stripe-signature','separator':',','prefix':'t='},")),
          Map.entry(
              "slack",
              hmac(
                  "x-slack-signature",
                  "'prefix':'v0=','signed':'v0:{timestamp}:{body}','timestamp':{'at':'header:x-slack-request-timestamp'},")),
          Map.entry("pagerduty", hmac("x-pagerduty-signature", "'separator':',','prefix':'v1=',")),
          Map.entry("circleci", hmac("circleci-signature", "'separator':',','prefix':'v1=',")),
          Map.entry("line", hmac("x-line-signature", "'encoding':'base64',")),
          Map.entry("shopify", hmac("x-shopify-hmac-sha256", "'encoding':'base64',")),
          Map.entry(
              "square",
              hmac("x-square-hmacsha256-signature", "'encoding':'base64','signed':'{url}{body}',")),
          Map.entry(
              "zoom",
              hmac(
                  "x-zm-signature",
                  "'prefix':'v0=','signed':'v0:{timestamp}:{body}','timestamp':{'at':'header:x-zm-request-timestamp'},")),
          Map.entry(
              "stdwh",
              "{'scheme':'standard-webhooks','at':'webhook','key':'{secret:secret|whsec}'}"),
          Map.entry(
              "svix", "{'scheme':'standard-webhooks','at':'svix','key':'{secret:secret|whsec}'}"),
          Map.entry(
              "discord",
              "{'scheme':'ed25519','at':'header:x-signature-ed25519','signed':'{header:x-signature-timestamp}{body}','key':'{secret:publicKey|unhex}'}"),
          Map.entry(
              "sendgrid",
              "{'scheme':'ecdsa','encoding':'base64','at':'header:x-twilio-email-event-webhook-signature','signed':'{header:x-twilio-email-event-webhook-timestamp}{body}','key':'{secret:publicKey|unbase64}'}"));

  private static String hmac(String header, String more) {
    return "{'scheme':'hmac','at':'header:" + header + "'," + more + "'key':'{secret:secret}'}";
  }

  @TestFactory
  Stream<DynamicTest> publishedSignaturesHold() throws IOException {
    Path shared = Path.of(System.getProperty("patchbay.root"), "../shared");
    String elsewhere = System.getenv("PATCHBAY_SHARED");
    Path file = (elsewhere == null ? shared : Path.of(elsewhere)).resolve("facts/vectors.json");
    assumeTrue(Files.exists(file));
    List<DynamicTest> tests = new ArrayList<>();
    for (Object vector : (List<?>) Json.parse(Files.readAllBytes(file))) {
      Map<String, Object> fields = Json.object(vector);
      String scheme = SCHEMES.get((String) fields.get("scheme"));
      // That SDK takes any time in the future; here the tolerance holds to both sides.
      if (scheme != null && !"stripe-future-accepted-by-sdk".equals(fields.get("id"))) {
        tests.add(
            DynamicTest.dynamicTest(
                (String) fields.get("id"), () -> check(fields, within(scheme, fields))));
      }
    }
    return tests.stream();
  }

  private static String within(String scheme, Map<String, Object> vector) {
    return vector.get("tolerance") instanceof Number seconds
        ? scheme.replace("'prefix':'t='", "'prefix':'t=','tolerance':'" + seconds + "s'")
        : scheme;
  }

  private static void check(Map<String, Object> vector, String scheme) {
    SourceEntry entry =
        Records.bind(
            Json.parseObject(
                ("{'name':'vector','event':{'type':'type'},'signature':[" + scheme + "]}")
                    .replace('\'', '"')),
            SourceEntry.class);
    Map<String, String> headers = new HashMap<>();
    Json.object(vector.get("headers")).forEach((name, value) -> headers.put(name, (String) value));
    RawRequest request =
        new RawRequest(
            "POST",
            (String) vector.get("url"),
            headers,
            Map.of(),
            Bytes.utf8((String) vector.get("body")));
    Instant now =
        vector.get("now") instanceof Number epoch
            ? Instant.ofEpochSecond(epoch.longValue())
            : timeOf(headers);
    Reading reading = new Reading(request, entry, now);
    Object given = vector.get("secret");
    List<?> secrets =
        given instanceof List<?> list ? list : java.util.Collections.singletonList(given);
    Signing signing = Signing.of(entry.signature().getFirst(), _ -> null);
    boolean held =
        secrets.stream()
            .anyMatch(
                one -> {
                  Map<String, Object> fields = new HashMap<>();
                  fields.put("secret", one == null ? "" : one);
                  fields.put("publicKey", vector.getOrDefault("public_key", ""));
                  return signing.verify(reading.with(new Secret("vector", "", fields)))
                      == Signing.Verdict.HELD;
                });
    assertThat(held).isEqualTo("valid".equals(vector.get("expected")));
  }

  /** Where a vector names no time, the request's own. */
  private static Instant timeOf(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(
            header ->
                header.getKey().toLowerCase(java.util.Locale.ROOT).endsWith("timestamp")
                    && header.getValue().matches("\\d+"))
        .map(header -> Instant.ofEpochSecond(Long.parseLong(header.getValue())))
        .findFirst()
        .orElse(Instant.EPOCH);
  }
}
