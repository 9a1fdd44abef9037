package dev.patchbay.connectors.box;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "a/b\\c; a_b_c",
        "..; __",
        ".; _",
        "...; ...",
        "a:b*c?d\"e<f>g|h; a_b_c_d_e_f_g_h",
        "` a `; a",
        "é-日本.txt; é-日本.txt"
      })
  void replacesWhatBoxRefuses(String name, String safe) {
    assertThat(ItemName.safe(name)).isEqualTo(safe);
  }

  @Test
  void replacesWhatMakesANameReadAsAnother() {
    assertThat(ItemName.safe("a\u202Efdp.exe\u0000\r\n\u2028")).isEqualTo("a_fdp.exe____");
  }

  @Test
  void cutsALongNameBeforeItsExtensionAndThroughNoCharacter() {
    assertThat(ItemName.safe("a".repeat(300) + ".json"))
        .hasSize(255)
        .isEqualTo("a".repeat(250) + ".json");
    assertThat(ItemName.safe("a".repeat(249) + "😀😀.json")).isEqualTo("a".repeat(249) + ".json");
    assertThat(ItemName.marked("a".repeat(250) + ".json", "1234"))
        .hasSize(255)
        .endsWith(" (1234).json");
  }

  @Test
  void marksANameWithoutAnExtension() {
    assertThat(ItemName.marked(".profile", "1")).isEqualTo(".profile (1)");
    assertThat(ItemName.marked("a. sentence with a dot", "1"))
        .isEqualTo("a. sentence with a dot (1)");
  }
}
