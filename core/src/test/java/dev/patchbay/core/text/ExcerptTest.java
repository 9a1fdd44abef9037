package dev.patchbay.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.core.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcerptTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP 500", "Größe", "日本", "😀"})
  void keepsWhatFits(String text) {
    assertThat(Excerpt.of(text, text.getBytes(StandardCharsets.UTF_8).length)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "日", "😀", "a😀", "é日", "\ud83d", "\ude00\ud83d"})
  void keepsToItsBytesWhateverItIsCutFrom(String piece) {
    for (int most = 3; most < 40; most++) {
      String excerpt = Excerpt.of(piece.repeat(100), most);
      assertThat(excerpt).endsWith("…");
      byte[] bytes = excerpt.getBytes(StandardCharsets.UTF_8);
      assertThat(bytes.length).isBetween(most - 3, most);
      assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(excerpt);
    }
  }

  @Test
  void tearsNoPairApartAndReplacesOneThatCameTorn() {
    assertThat(Excerpt.of("ab😀cdefgh", 8)).isEqualTo("ab…");
    assertThat(Excerpt.of("a\ud83db", 10)).isEqualTo("a\ufffdb");
  }

  @Test
  void isWrittenAsJsonWhereItIsTorn() {
    String json = "{\"a\":\"\\ud83d and 😀\"}";
    Object value = Json.parse(json);
    assertThat(Json.write(value)).isEqualTo(json);
    assertThat(Json.parse(Json.writeBytes(value))).isEqualTo(value);
  }

  @Test
  void keepsToItsCharactersToo() {
    assertThat(Excerpt.ofCharacters("abc", 3)).isEqualTo("abc");
    assertThat(Excerpt.ofCharacters("abcd", 3)).isEqualTo("ab…");
    assertThat(Excerpt.ofCharacters("a😀bcd", 3)).isEqualTo("a…");
    assertThat(Excerpt.ofCharacters("\ud83d", 3)).isEqualTo("\ufffd");
  }
}
