package dev.patchbay.connectors.kit.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the kit relies on, whatever windows are kept in. */
public abstract class DigestsContract {
  private final String window = "digest/" + UUID.randomUUID();

  /** Those that are held to it. */
  protected abstract Digests digests();

  private static Digests.Line line(String marker) {
    return new Digests.Line(marker, "github/default/" + marker, "info", "line of " + marker);
  }

  private Digests.Joined join(String marker) {
    return digests().join(window, line(marker));
  }

  private Digests.Summary close(String keeper) {
    return digests().close(window, keeper).orElseThrow();
  }

  @Test
  void isKeptByItsFirstLine() {
    assertThat(join("a")).isEqualTo(new Digests.Joined("a", "github/default/a", true, 0));
    assertThat(join("b")).isEqualTo(new Digests.Joined("a", "github/default/a", true, 0));
    assertThat(join("a")).isEqualTo(new Digests.Joined("a", "github/default/a", true, 0));
  }

  @Test
  void holdsEachLineOnce() {
    join("a");
    join("b");
    join("b");

    Digests.Summary summary = close("a");

    assertThat(summary.count()).isEqualTo(2);
    assertThat(summary.lines()).containsExactlyInAnyOrder(line("a"), line("b"));
  }

  @Test
  void takesNoNewLineOnceItIsClosed() {
    join("a");
    join("b");
    close("a");

    assertThat(join("late").isIn()).isFalse();
    assertThat(join("b").isIn()).isTrue();
    assertThat(join("a").isIn()).isTrue();
  }

  @Test
  void canBeAskedAgain() {
    join("a");
    join("b");

    assertThat(close("a")).isEqualTo(close("a"));
  }

  @Test
  void isToldByNobodyButItsKeeper() {
    join("a");
    join("b");

    assertThat(digests().close(window, "b")).isEmpty();
    assertThat(join("c").isIn()).isTrue();
  }

  @Test
  void isTakenOverByOneLineAndWithAllOfThem() {
    join("a");
    join("b");
    join("c");
    close("a");
    Digests.Joined seen = join("b");
    assertThat(seen).isEqualTo(new Digests.Joined("a", "github/default/a", true, 1));

    assertThat(digests().takeOver(window, seen, line("b"))).isTrue();
    assertThat(digests().takeOver(window, seen, line("c"))).isFalse();
    assertThat(digests().close(window, "a")).isEmpty();
    assertThat(close("b").lines()).containsExactlyInAnyOrder(line("a"), line("b"), line("c"));
    assertThat(join("a")).isEqualTo(new Digests.Joined("b", "github/default/b", true, 2));
  }

  @Test
  void isNotTakenOverWhereItIsToldMeanwhile() {
    join("a");
    join("b");
    Digests.Joined seen = join("b");
    close("a");

    assertThat(digests().takeOver(window, seen, line("b"))).isFalse();
  }

  @Test
  void showsOnlySoManyAndCountsAll() {
    IntStream.range(0, Digests.SHOWN + 7).forEach(i -> join("line" + i));

    Digests.Summary summary = close("line0");

    assertThat(summary.count()).isEqualTo(Digests.SHOWN + 7);
    assertThat(summary.lines()).hasSize(Digests.SHOWN);
  }
}
