package dev.patchbay.connectors.kit.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the kit relies on, whatever windows are kept in. */
abstract class DigestsContract {
  private final String window = "digest/" + UUID.randomUUID();

  abstract Digests digests();

  private static Digests.Line line(String marker) {
    return new Digests.Line(marker, "github/default/" + marker, "info", "line of " + marker);
  }

  private Digests.Joined join(String marker) {
    return digests().join(window, line(marker));
  }

  @Test
  void isKeptByItsFirstLine() {
    assertThat(join("a")).isEqualTo(new Digests.Joined("a", "github/default/a", true));
    assertThat(join("b")).isEqualTo(new Digests.Joined("a", "github/default/a", true));
    assertThat(join("a")).isEqualTo(new Digests.Joined("a", "github/default/a", true));
  }

  @Test
  void holdsEachLineOnce() {
    join("a");
    join("b");
    join("b");

    Digests.Summary summary = digests().close(window);

    assertThat(summary.count()).isEqualTo(2);
    assertThat(summary.lines()).containsExactlyInAnyOrder(line("a"), line("b"));
  }

  @Test
  void takesNoNewLineOnceItIsClosed() {
    join("a");
    join("b");
    digests().close(window);

    assertThat(join("late").isIn()).isFalse();
    assertThat(join("b").isIn()).isTrue();
    assertThat(join("a").isIn()).isTrue();
  }

  @Test
  void canBeAskedAgain() {
    join("a");
    join("b");

    assertThat(digests().close(window)).isEqualTo(digests().close(window));
  }

  @Test
  void showsOnlySoManyAndCountsAll() {
    IntStream.range(0, Digests.SHOWN + 7).forEach(i -> join("line" + i));

    Digests.Summary summary = digests().close(window);

    assertThat(summary.count()).isEqualTo(Digests.SHOWN + 7);
    assertThat(summary.lines()).hasSize(Digests.SHOWN);
  }
}
