package dev.patchbay.core.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutTest {
  @Test
  void leavesWhatFits() {
    assertThat(Cut.of("<b>a</b>", 8, Escape.HTML)).isEqualTo("<b>a</b>");
    assertThat(Cut.of("abc", 3, Escape.NONE)).isEqualTo("abc");
  }

  @Test
  void marksWhatIsCutOfAText() {
    assertThat(Cut.of("abcdef", 4, Escape.LINE)).isEqualTo("abc…");
  }

  @Test
  void closesWhatIsOpenInHtml() {
    String cut = Cut.of("<pre><b>" + "x".repeat(5000), 4096, Escape.HTML);
    assertThat(cut).startsWith("<pre><b>xxx").endsWith("x…</b></pre>").hasSize(4096);
  }

  @Test
  void tearsNeitherATagNorAnEntityNorAPair() {
    assertThat(Cut.of("ab&amp;cd", 7, Escape.HTML)).isEqualTo("ab…");
    assertThat(Cut.of("abc<a href=\"https://example.com\">link</a>", 20, Escape.HTML))
        .isEqualTo("abc…");
    assertThat(Cut.of("a\uD83D\uDE00bcdef", 4, Escape.HTML)).isEqualTo("a\uD83D\uDE00…");
  }

  @Test
  void countsTheEndTagsThatAreThereAlready() {
    assertThat(Cut.of("<b>a</b><br>" + "y".repeat(20), 20, Escape.HTML))
        .isEqualTo("<b>a</b><br>yyyyyyy…");
  }
}
