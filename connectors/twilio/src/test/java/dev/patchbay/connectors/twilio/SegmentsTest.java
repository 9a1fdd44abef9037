package dev.patchbay.connectors.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts as Twilio's own calculator does
 * (https://twiliodeved.github.io/message-segment-calculator/).
 */
class SegmentsTest {
  /** {@code 23456789…}: so many digits, after a first character. */
  private static String digits(int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + (i + 2) % 10));
    }
    return digits.toString();
  }

  static Stream<Arguments> published() {
    return Stream.of(
        Arguments.of("{" + digits(158), true, 1),
        Arguments.of("{" + digits(159), true, 2),
        Arguments.of("1" + digits(306), true, 3),
        Arguments.of("😜" + digits(68), false, 1),
        Arguments.of("😜" + digits(69), false, 2),
        Arguments.of("😜" + digits(133), false, 3));
  }

  @ParameterizedTest
  @MethodSource("published")
  void countsTheExamplesOfTwiliosCalculator(String text, boolean gsm, int segments) {
    assertThat(Segments.isGsm(text)).isEqualTo(gsm);
    assertThat(Segments.count(text)).isEqualTo(segments);
  }

  static Stream<Arguments> edges() {
    return Stream.of(
        Arguments.of("", 1),
        Arguments.of("a".repeat(160), 1),
        Arguments.of("a".repeat(161), 2),
        Arguments.of("a".repeat(306), 2),
        Arguments.of("a".repeat(307), 3),
        Arguments.of("€".repeat(80), 1),
        Arguments.of("a".repeat(152) + "€".repeat(76), 2),
        Arguments.of("a".repeat(152) + "€".repeat(77), 3), // an escape pair does not straddle
        Arguments.of("я".repeat(70), 1),
        Arguments.of("я".repeat(71), 2),
        Arguments.of("я".repeat(134), 2),
        Arguments.of("я".repeat(66) + "😀".repeat(33), 2),
        Arguments.of("я".repeat(66) + "😀".repeat(34), 3), // nor does a surrogate pair
        Arguments.of("’" + "a".repeat(69), 1),
        Arguments.of("’" + "a".repeat(70), 2));
  }

  @ParameterizedTest
  @MethodSource("edges")
  void countsToTheLastCharacter(String text, int segments) {
    assertThat(Segments.count(text)).isEqualTo(segments);
  }

  @Test
  void leavesAloneWhatFits() {
    assertThat(Segments.cut("a".repeat(160), 1)).isEqualTo("a".repeat(160));
    assertThat(Segments.cut("я".repeat(134), 2)).isEqualTo("я".repeat(134));
    assertThat(Segments.cut("", 1)).isEmpty();
  }

  @Test
  void cutsWithAMarkOfTheTextsOwnAlphabet() {
    assertThat(Segments.cut("a".repeat(161), 1)).isEqualTo("a".repeat(157) + "...");
    assertThat(Segments.cut("я".repeat(71), 1)).isEqualTo("я".repeat(69) + "…");
  }

  @Test
  void makesUseOfTheRoomThatThereIsOnceTheStrangeCharacterIsGone() {
    assertThat(Segments.cut("a".repeat(159) + "я".repeat(200), 1))
        .isEqualTo("a".repeat(157) + "...");
  }

  @Test
  void tearsNoPairApart() {
    assertThat(Segments.cut("😀".repeat(100), 1)).isEqualTo("😀".repeat(34) + "…");
    assertThat(Segments.cut("я" + "😀".repeat(100), 1)).isEqualTo("я" + "😀".repeat(34) + "…");
    assertThat(Segments.cut("€".repeat(100), 1)).isEqualTo("€".repeat(78) + "...");
  }

  @Test
  void keepsToTwiliosOwnLimitWhateverTheSegments() {
    assertThat(Segments.cut("a".repeat(2000), 24)).hasSize(1600).endsWith("a...");
    assertThat(Segments.cut("😀".repeat(1000), Integer.MAX_VALUE))
        .hasSizeLessThanOrEqualTo(1600)
        .endsWith("😀…");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 10, 24})
  void neverPaysForMoreThanItMay(int most) {
    for (String part : new String[] {"a", "€", "я", "😀", "a€", "aя", "\ud83d", "\n", "👩‍👩‍👧"}) {
      for (int length = 60; length < 1700; length += 67) {
        String cut = Segments.cut(part.repeat(length), most);
        assertThat(Segments.count(cut)).as(part + " " + length).isLessThanOrEqualTo(most);
        assertThat(cut.length()).isLessThanOrEqualTo(1600);
      }
    }
  }
}
