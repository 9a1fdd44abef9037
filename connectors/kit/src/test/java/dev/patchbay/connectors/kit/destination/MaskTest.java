package dev.patchbay.connectors.kit.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reason may hold of a destination's words. */
class MaskTest {
  private static final String ADDRESS =
      "https://me:s3same@chat.example.com/v1/spaces/AAAA%2Dbbbb/messages?key=AIzaSyD3f&token=t%20k3n-0123";

  @ParameterizedTest
  @ValueSource(
      strings = {
        ADDRESS,
        "/v1/spaces/AAAA%2Dbbbb/messages",
        "AAAA%2Dbbbb",
        "AAAA-bbbb",
        "key=AIzaSyD3f&token=t%20k3n-0123",
        "AIzaSyD3f",
        "t k3n-0123",
        "me:s3same"
      })
  void takesOutThePiecesOfASecretAddress(String piece) {
    Mask mask = Mask.of(Map.of("baseUrl", ADDRESS), Set.of("baseUrl"), List::of);
    assertThat(mask.over("Cannot POST " + piece + " here")).isEqualTo("Cannot POST *** here");
  }

  @Test
  void leavesTheWordsOfAnAddressThatIsNoSecretAlone() {
    Mask mask = Mask.of(Map.of("baseUrl", "https://example.com/collector"), Set.of(), List::of);
    assertThat(mask.over("the collector is busy")).isEqualTo("the collector is busy");
  }

  @Test
  void takesOutValuesAsTheyAreAndAsAnAddressHoldsThem() {
    Mask mask = Mask.of(Map.of("token", "a b/c", "rate", "none"), Set.of(), () -> List.of("t0k3n"));
    assertThat(mask.over("none of a b/c, a%20b%2Fc and t0k3n"))
        .isEqualTo("none of ***, *** and ***");
  }

  @Test
  void takesOutWhatLiesWithinAValue() {
    Mask mask =
        Mask.of(
            Map.of("key", Map.of("pem", "abcdefgh", "ids", List.of("id-of-key", "no"))),
            Set.of(),
            List::of);
    assertThat(mask.over("no abcdefgh of id-of-key")).isEqualTo("no *** of ***");
  }
}
