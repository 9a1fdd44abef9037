package dev.patchbay.connectors.box;

import static dev.patchbay.connectors.box.BoxServer.FILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.connectors.testkit.Entries;
import dev.patchbay.core.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.openssl.PKCS8Generator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
  private static final Map<String, Object> CREDENTIALS =
      Map.of("clientId", "id", "clientSecret", "shh", "enterpriseId", "42");
  private static final String UPLOAD = "POST /api/2.0/files/content";
  private static final String LOGIN = "POST /oauth2/token";

  private final BoxServer box = new BoxServer();

  @AfterEach
  void stop() {
    box.close();
  }

  private static String token(String token) {
    return "{\"access_token\":\"%s\",\"expires_in\":3600,\"token_type\":\"bearer\"}"
        .formatted(token);
  }

  private Outcome send(Map<String, Object> credentials) {
    return box.sender(credentials).send(BoxServer.delivery(Map.of()));
  }

  @Test
  void getsATokenForItsCredentialsAndANewOneOnceItHasRunOut() {
    box.answers(200, token("one"))
        .answers(401, "")
        .answers(200, token("two"))
        .answers(201, FILE)
        .answers(201, FILE);
    Sender sender = box.sender(CREDENTIALS);

    assertThat(sender.send(BoxServer.delivery(Map.of()))).isInstanceOf(Outcome.Delivered.class);
    assertThat(sender.send(BoxServer.delivery(Map.of()))).isInstanceOf(Outcome.Delivered.class);

    assertThat(box.asked()).containsExactly(LOGIN, UPLOAD, LOGIN, UPLOAD, UPLOAD);
    assertThat(box.request(0).body())
        .contains("grant_type=client_credentials", "client_id=id", "client_secret=shh")
        .contains("box_subject_type=enterprise", "box_subject_id=42");
    assertThat(box.request(3).headers()).containsEntry("authorization", "Bearer two");
    assertThat(box.request(3).body()).contains("Deploy failed");
    assertThat(box.request(4).headers()).containsEntry("authorization", "Bearer two");
  }

  @Test
  void asksForANewTokenOnceOnly() {
    box.answers(200, token("one"))
        .answers(401, "")
        .answers(200, token("two"))
        .answers(401, "{\"code\":\"unauthorized\"}");
    assertThat(send(CREDENTIALS)).isInstanceOf(Outcome.Misconfigured.class);
    assertThat(box.asked()).hasSize(4);
  }

  @Test
  void asksForOneTokenHoweverManyNeedIt() throws Exception {
    box.answers(200, token("one"));
    Sender sender = box.sender(CREDENTIALS);
    List<Future<Outcome>> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 5; i++) {
        box.answers(201, FILE);
        outcomes.add(threads.submit(() -> sender.send(BoxServer.delivery(Map.of()))));
      }
    }
    for (Future<Outcome> outcome : outcomes) {
      assertThat(outcome.get()).isInstanceOf(Outcome.Delivered.class);
    }
    assertThat(box.asked()).filteredOn(LOGIN::equals).hasSize(1);
  }

  @Test
  void actsForAUserWhereOneIsNamed() {
    box.answers(200, token("one")).answers(201, FILE);
    Map<String, Object> credentials = new HashMap<>(CREDENTIALS);
    credentials.put("userId", "7");
    send(credentials);
    assertThat(box.request(0).body()).contains("box_subject_type=user", "box_subject_id=7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_client", "unauthorized_client", "invalid_grant"})
  void takesRefusedCredentialsForASettingToMend(String error) {
    box.answers(400, "{\"error\":\"" + error + "\",\"error_description\":\"of shh\"}");
    assertThat(send(CREDENTIALS))
        .isInstanceOf(Outcome.Misconfigured.class)
        .asString()
        .contains(error)
        .doesNotContain("shh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "<html>", "{\"access_token\":null}"})
  void triesLaterWhereTheAnswerHoldsNoToken(String body) {
    box.answers(200, body).answers(200, body);
    assertThat(send(CREDENTIALS)).isInstanceOf(Outcome.Retry.class);
    assertThat(box.asked()).doesNotContain(UPLOAD);
  }

  private static Map<String, Object> settings(String key, String passphrase) {
    Map<String, Object> auth =
        Map.of("publicKeyID", "key1", "privateKey", key, "passphrase", passphrase);
    return Map.of(
        "boxAppSettings",
        Map.of("clientID", "id", "clientSecret", "shh", "appAuth", auth),
        "enterpriseID",
        "42");
  }

  @Test
  void logsInByTheKeyOfBoxsOwnFile() throws GeneralSecurityException {
    KeyPair pair = Keys.pair();
    String key = Keys.encrypted(pair, PKCS8Generator.DES3_CBC, PKCS8Generator.PRF_HMACSHA1);
    box.answers(200, token("one")).answers(201, FILE);

    assertThat(send(settings(key, Keys.PASSPHRASE))).isInstanceOf(Outcome.Delivered.class);

    Map<String, String> form = form(box.request(0).body());
    assertThat(form)
        .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
        .containsEntry("client_id", "id")
        .containsEntry("client_secret", "shh");
    String[] jwt = form.get("assertion").split("\\.");
    assertThat(json(jwt[0])).containsEntry("alg", "RS256").containsEntry("kid", "key1");
    assertThat(json(jwt[1]))
        .containsEntry("iss", "id")
        .containsEntry("sub", "42")
        .containsEntry("box_sub_type", "enterprise")
        .containsEntry("aud", "https://api.box.com/oauth2/token")
        .containsKeys("jti", "exp");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(pair.getPublic());
    signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
  }

  @Test
  void logsInByClientCredentialsWhereBoxsFileHoldsNoKey() {
    box.answers(200, token("one")).answers(201, FILE);
    send(settings("", ""));
    assertThat(box.request(0).body()).contains("grant_type=client_credentials");
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String field : body.split("&")) {
      String[] pair = field.split("=", 2);
      form.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private static Map<String, Object> json(String base64) {
    return Json.parseObject(Base64.getUrlDecoder().decode(base64));
  }

  @Test
  void refusesASecretWithoutCredentials() {
    assertThatThrownBy(() -> box.sender(Map.of("clientId", "id")))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("patchbay/connectors/box")
        .hasMessageContaining("clientSecret");
  }

  @Test
  void refusesAKeyThatItCannotReadWithoutAWordOfIt() {
    assertThatThrownBy(() -> box.sender(settings("a-very-secret-key", "a-secret-passphrase")))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("patchbay/connectors/box")
        .message()
        .doesNotContain("a-very-secret-key", "a-secret-passphrase", "shh");
  }

  @Test
  void refusesToFetchFromWhatIsNoOrigin() {
    assertThatThrownBy(
            () -> box.sender(Map.of("token", "t", "fetchFrom", List.of("http://files/path"))))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("fetchFrom");
  }

  @Test
  void showsNothingOfASecret() {
    BoxSecret secret =
        Entries.connection("box", settings("a-very-secret-key", "x")).secret(BoxSecret.class);
    assertThat(secret + " " + secret.boxAppSettings() + secret.boxAppSettings().appAuth())
        .doesNotContain("a-very-secret-key", "shh");
  }
}
