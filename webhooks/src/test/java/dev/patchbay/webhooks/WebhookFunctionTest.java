package dev.patchbay.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.catalog.Catalog;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.secret.Secret;
import dev.patchbay.core.setting.Settings;
import dev.patchbay.core.trace.Tracer;
import dev.patchbay.webhooks.bus.Bus;
import dev.patchbay.webhooks.bus.BusEntry;
import dev.patchbay.webhooks.door.AllowedIps;
import dev.patchbay.webhooks.door.Door;
import dev.patchbay.webhooks.intake.Intake;
import dev.patchbay.webhooks.publishing.Publisher;
import dev.patchbay.webhooks.reading.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WebhookFunctionTest {
  private static final String BODY =
      "{\"zen\":\"Keep it small.\",\"repository\":{\"full_name\":\"acme/shop\"}}";

  private final List<BusEntry> entries = new ArrayList<>();
  private final Secret secret =
      new Secret("patchbay/sources/github", "1", Map.of("secret", "s3cret"));
  private final Intake intake = intake(entries::addAll, secret);

  private static Intake intake(Bus bus, Secret... versions) {
    return new Intake(
        Catalog.of(new Settings(_ -> null)),
        new MemorySecrets(Map.of("patchbay/sources/github", List.of(versions))),
        new Publisher(bus, (_, _, _) -> null),
        _ -> Optional.empty(),
        new Tracer(new Settings(_ -> null), Clock.systemUTC()),
        Clock.systemUTC());
  }

  private Map<String, Object> call(byte[] input) throws IOException {
    return call(intake, input);
  }

  private static Map<String, Object> call(Intake intake, byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new WebhookFunction(intake, null).handleRequest(new ByteArrayInputStream(input), out, null);
    return Json.parseObject(out.toByteArray());
  }

  private static byte[] request(String path, String method, String body) {
    String signature =
        Bytes.encode(
            Bytes.mac("sha256", Bytes.utf8("s3cret")).doFinal(Bytes.utf8(body)),
            dev.patchbay.core.catalog.SourceEntry.Encoding.HEX);
    return Json.writeBytes(
        Map.of(
            "rawPath",
            path,
            "headers",
            Map.of(
                "content-type",
                "application/json",
                "x-github-event",
                "ping",
                "x-github-delivery",
                "d-1",
                "x-hub-signature-256",
                "sha256=" + signature),
            "requestContext",
            Map.of("http", Map.of("method", method)),
            "body",
            body));
  }

  @Test
  void acknowledgesASignedWebhookWithItsId() throws IOException {
    assertThat(call(request("/webhooks/github", "POST", BODY)))
        .containsEntry("statusCode", 202)
        .containsEntry("body", "{\"id\":\"d-1\"}");
    assertThat(entries.getFirst().detail()).endsWith(",\"data\":" + BODY + "}");
  }

  @Test
  void refusesUnknownSourcesAccountsAndMethods() throws IOException {
    assertThat(call(request("/webhooks/nothing", "POST", BODY))).containsEntry("statusCode", 404);
    assertThat(call(request("/webhooks/github/other", "POST", BODY)))
        .containsEntry("statusCode", 404);
    assertThat(call(request("/webhooks/github", "GET", BODY))).containsEntry("statusCode", 405);
    assertThat(entries).isEmpty();
  }

  @Test
  void verifiesTheBytesOfABase64Body() throws IOException {
    Map<String, Object> request =
        new LinkedHashMap<>(Json.parseObject(request("/webhooks/github", "POST", BODY)));
    request.put("body", Base64.getEncoder().encodeToString(Bytes.utf8(BODY)));
    request.put("isBase64Encoded", true);
    assertThat(call(Json.writeBytes(request))).containsEntry("statusCode", 202);

    request.put("body", "not base64!");
    assertThat((Integer) call(Json.writeBytes(request)).get("statusCode")).isBetween(400, 401);
    assertThat(entries).hasSize(1);
  }

  @Test
  void isNotThereForAnAddressThatTheAccountDoesNotAllow() throws IOException {
    Door door = new Door(AllowedIps.parse("github=192.0.2.0/24", _ -> true), null, null);
    Intake guarded =
        new Intake(
            Catalog.of(new Settings(_ -> null)),
            new MemorySecrets(Map.of("patchbay/sources/github", List.of(secret))),
            new Publisher(entries::addAll, (_, _, _) -> null),
            _ -> Optional.empty(),
            new Tracer(new Settings(_ -> null), Clock.systemUTC()),
            Clock.systemUTC(),
            door);

    assertThat(call(guarded, from("192.0.2.9"))).containsEntry("statusCode", 202);
    assertThat(call(guarded, from("::ffff:192.0.2.9"))).containsEntry("statusCode", 202);
    assertThat(call(guarded, from("203.0.113.9")))
        .containsEntry("statusCode", 404)
        .containsEntry("body", "");
    assertThat(entries).hasSize(2);
  }

  private static byte[] from(String address) {
    Map<String, Object> request =
        new LinkedHashMap<>(Json.parseObject(request("/webhooks/github", "POST", BODY)));
    request.put("requestContext", Map.of("http", Map.of("method", "POST", "sourceIp", address)));
    return Json.writeBytes(request);
  }

  @Test
  void asksToComeAgainWhenTheBusRefuses() throws IOException {
    Bus refusing =
        _ -> {
          throw new Bus.NotAcceptedException("ThrottlingException", null);
        };
    Map<String, Object> answer =
        call(intake(refusing, secret), request("/webhooks/github", "POST", BODY));
    assertThat(answer).containsEntry("statusCode", 503);
    assertThat(answer.toString()).containsIgnoringCase("retry-after").doesNotContain("Throttling");
  }

  @Test
  void refusesABodyOverTheLimitBeforeAnyWork() throws IOException {
    String large = "{\"pad\":\"" + "x".repeat(7 * 1024 * 1024) + "\"}";
    assertThat(call(request("/webhooks/github", "POST", large))).containsEntry("statusCode", 413);
    assertThat(entries).isEmpty();
  }

  @Test
  void verifiesWithTheSecretBeforeARotationToo() throws IOException {
    Secret fresh = new Secret("patchbay/sources/github", "2", Map.of("secret", "fresh"));
    assertThat(
            call(intake(entries::addAll, fresh, secret), request("/webhooks/github", "POST", BODY)))
        .containsEntry("statusCode", 202);
    assertThat(call(intake(entries::addAll, fresh), request("/webhooks/github", "POST", BODY)))
        .containsEntry("statusCode", 401);
  }

  @Test
  void answersWhateverItIsGiven() throws IOException {
    Random random = new Random(20261123);
    byte[] good = request("/webhooks/github", "POST", BODY);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      for (int flips = random.nextInt(1, 5); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      assertThat((Integer) call(bad).get("statusCode")).isBetween(200, 503);
    }
  }
}
