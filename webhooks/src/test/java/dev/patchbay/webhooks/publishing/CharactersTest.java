package dev.patchbay.webhooks.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharactersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "{\"a\":\"x\"} > {\"a\":\"x\"}",
        "{\"a\":\"\\ufffe\\uFFFF\"} > {\"a\":\"\uFFFD\uFFFD\"}",
        "{\"a\":\"\\\\ufffe\"} > {\"a\":\"\\\\ufffe\"}",
        "{\"a\":\"\\\\\\ufffe\"} > {\"a\":\"\\\\\uFFFD\"}",
        "{\"a\":\"\\ufffd\"} > {\"a\":\"\\ufffd\"}",
        "{\"a\":\"\uFFFE\uFFFF\"} > {\"a\":\"\uFFFD\uFFFD\"}"
      })
  void putsAReplacementWhereSqsTakesNoSuchCharacter(String json, String safe) {
    assertThat(Characters.safe(json)).isEqualTo(safe);
  }
}
