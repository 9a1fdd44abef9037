package dev.patchbay.connectors.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.MisconfiguredException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCallbackTest {
  private static final Delivery DELIVERY = Bench.delivery(Map.of());

  private static Optional<URI> callback(String secret, String publicUrl) {
    return StatusCallback.of(secret, Optional.ofNullable(publicUrl)).of(DELIVERY);
  }

  @Test
  void isTheTwilioSourceAtTheHubsPublicAddressAndNamesTheDelivery() {
    assertThat(callback(null, "https://hooks.example.com/"))
        .contains(
            URI.create(
                "https://hooks.example.com/webhooks/twilio?event=github~2Fdefault~2F1"
                    + "&route=a-route&delivery=0123456789abcdef0123456789abcdef"));
  }

  @Test
  void isWhatTheSecretSays() {
    String ours = "https://hooks.example.com/webhooks/twilio/acme";
    assertThat(callback(ours, "https://other.example.com").orElseThrow().toString())
        .startsWith(ours + "?event=");
    assertThat(callback("none", "https://other.example.com")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "https://local.execute-api.us-east-1.localhost",
        "ftp://example.com",
        "nonsense"
      })
  void isNoneWhereTwilioCouldNotCall(String publicUrl) {
    assertThat(callback(null, publicUrl)).isEmpty();
    assertThat(callback(null, null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"example.com", "https://example.com", "https://e.com/a?b=c", "https://e.com/a b"})
  void saysWhatIsWrongWithTheSecretAndQuotesNothing(String secret) {
    assertThatThrownBy(() -> StatusCallback.of(secret, Optional.empty()))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("statusCallback")
        .hasMessageNotContaining(secret);
  }

  @Test
  void writesAnIdOfWhateverCharacters() {
    Delivery odd =
        new Delivery(
            "0f",
            "a-route",
            DELIVERY.event().with("id", "a b&delivery=x#/ü?%~*"),
            Map.of(),
            () -> new byte[0]);
    URI uri =
        StatusCallback.of(null, Optional.of("https://hooks.example.com")).of(odd).orElseThrow();
    assertThat(uri.getRawQuery())
        .isEqualTo(
            "event=github~2Fdefault~2Fa~20b~26delivery~3Dx~23~2F~C3~BC~3F~25~7E~2A"
                + "&route=a-route&delivery=0f");
  }
}
