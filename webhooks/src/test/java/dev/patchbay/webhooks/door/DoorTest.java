package dev.patchbay.webhooks.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.core.secret.Secret;
import dev.patchbay.webhooks.MemorySecrets;
import dev.patchbay.webhooks.request.RawRequest;
import dev.patchbay.webhooks.request.Refusal;
import dev.patchbay.webhooks.request.RefusedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DoorTest {
  private static final String NAME = "patchbay/origin";

  private final MemorySecrets secrets =
      new MemorySecrets(
          new HashMap<>(Map.of(NAME, List.of(origin("2", "new one"), origin("1", "old one")))));
  private final AllowedIps allowed = AllowedIps.parse("github=192.0.2.0/24", _ -> true);

  private static Secret origin(String version, String secret) {
    return new Secret(NAME, version, Map.of("secret", secret));
  }

  private static RawRequest from(String address, String... headers) {
    Map<String, String> named = new HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      named.put(headers[i], headers[i + 1]);
    }
    return new RawRequest("POST", "", named, Map.of(), new byte[0], address);
  }

  private static void assertRefused(ThrowingCallable admitting, String why) {
    assertThatThrownBy(admitting)
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN_ACCOUNT))
        .hasMessageContaining(why);
  }

  @Test
  void anOpenDoorLetsEverybodyIn() {
    assertThatCode(() -> Door.open().admit("github", "default", from(null)))
        .doesNotThrowAnyException();
  }

  @Test
  void knowsAnAddressOnlyByTheApiWhereThereIsNoProxy() {
    Door door = new Door(allowed, null, secrets);

    assertThatCode(() -> door.admit("github", "default", from("192.0.2.1")))
        .doesNotThrowAnyException();
    assertRefused(
        () -> door.admit("github", "default", from("203.0.113.9", Door.ADDRESS, "192.0.2.1")),
        "AllowedIps");
  }

  @Test
  void wantsTheProxysSecretInEitherVersion() {
    Door door = new Door(AllowedIps.ANY, NAME, secrets);

    for (String secret : List.of("new one", "old one")) {
      assertThatCode(() -> door.admit("github", "acme", from("192.0.2.1", Door.ORIGIN, secret)))
          .doesNotThrowAnyException();
    }
    assertRefused(() -> door.admit("github", "acme", from("192.0.2.1")), "proxy");
    assertRefused(
        () -> door.admit("github", "acme", from("192.0.2.1", Door.ORIGIN, "a guess")), "proxy");
    assertRefused(() -> door.admit("github", "acme", from("192.0.2.1", Door.ORIGIN, "")), "proxy");
  }

  @Test
  void letsNobodyInWhereTheProxysSecretIsNotThere() {
    secrets.byName().put(NAME, List.of());
    Door door = new Door(AllowedIps.ANY, NAME, secrets);

    assertRefused(
        () -> door.admit("github", "acme", from("192.0.2.1", Door.ORIGIN, "new one")), "proxy");
  }

  @Test
  void believesTheProxyAboutTheAddress() {
    Door door = new Door(allowed, NAME, secrets);
    String[] proxy = {Door.ORIGIN, "new one", Door.ADDRESS, "192.0.2.1"};

    assertThatCode(() -> door.admit("github", "default", from("203.0.113.9", proxy)))
        .doesNotThrowAnyException();
    proxy[3] = "203.0.113.9";
    assertRefused(() -> door.admit("github", "default", from("192.0.2.1", proxy)), "AllowedIps");
  }
}
