package dev.patchbay.local.aws.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.local.aws.AwsException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPatternTest {
  private static final String LINE =
      """
      {"level":"ERROR","message":"event accepted","count":3,"none":null,"yes":true,\
      "in":{"list":["a",{"b":"c"}]}}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'' ; true",
        "ERROR ; true",
        "ERROR event ; true",
        "error ; false",
        "ERROR absent ; false",
        "\"event accepted\" ; true",
        "\"accepted event\" ; false",
        "ERROR -absent ; true",
        "ERROR -event ; false",
        "?absent ?event ; true",
        "?absent ?other ; false",
        "%ERR.R% ; true",
        "{ $.level = \"ERROR\" } ; true",
        "{ $.level = ERROR } ; true",
        "{ $.level = \"ERR*\" } ; true",
        "{ $.level = \"E.*\" } ; false",
        "{ $.level != \"INFO\" } ; true",
        "{ $.absent != \"INFO\" } ; false",
        "{ $.count = 3 } ; true",
        "{ $.count >= 3 && $.count < 4 } ; true",
        "{ $.count > 3 || $.yes IS TRUE } ; true",
        "{ ($.count > 3 || $.yes IS TRUE) && $.yes IS FALSE } ; false",
        "{ $.none IS NULL } ; true",
        "{ $.absent IS NULL } ; false",
        "{ $.absent NOT EXISTS } ; true",
        "{ $.in.list[1].b = \"c\" } ; true",
        "{ $.in.list[2].b = \"c\" } ; false"
      })
  void passesALine(String pattern, boolean wanted) {
    assertThat(FilterPattern.of(pattern).test(LINE)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[ip, user]",
        "{ $.a }",
        "{ $.a = }",
        "{ $.a = 1",
        "{ a = 1 }",
        "{ $.a > x }",
        "{ $.a ~ 1 }",
        "\"open",
        "{ $.a = 1 } more",
        "%(%"
      })
  void refusesAPattern(String pattern) {
    assertThatThrownBy(() -> FilterPattern.of(pattern))
        .isInstanceOf(AwsException.class)
        .extracting(e -> ((AwsException) e).code())
        .isEqualTo("InvalidParameterException");
  }
}
