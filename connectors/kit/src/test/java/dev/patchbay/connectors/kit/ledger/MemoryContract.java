package dev.patchbay.connectors.kit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.kit.MovingClock;
import dev.patchbay.connectors.spi.Memory;
import dev.patchbay.connectors.spi.Memory.Found;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What connectors rely on, whatever their memory is kept in. */
public abstract class MemoryContract {
  private static final Duration LEASE = Duration.ofSeconds(30);

  protected final MovingClock clock = new MovingClock();
  private final String key = "C1 subject " + UUID.randomUUID();

  /** The one that is held to it. */
  protected abstract Memory memory();

  private Found recall(String holder) {
    return memory().recall(key, holder, LEASE);
  }

  private Found take(String holder) {
    return memory().take(key, holder, LEASE);
  }

  @Test
  void givesAKeyOfWhichNothingIsKnownToOneHolder() {
    assertThat(recall("a")).isEqualTo(new Found.Yours(null));
    assertThat(recall("b")).isEqualTo(new Found.Taken(LEASE));
    assertThat(recall("a")).isEqualTo(new Found.Yours(null));
  }

  @Test
  void remembersForEverybody() {
    recall("a");
    assertThat(memory().keep(key, "a", "1.1")).isTrue();
    assertThat(recall("b")).isEqualTo(new Found.Known("1.1"));
    assertThat(recall("a")).isEqualTo(new Found.Known("1.1"));
  }

  @Test
  void givesWhatIsKnownToOneWhoChangesIt() {
    recall("a");
    memory().keep(key, "a", "1.1");

    assertThat(take("b")).isEqualTo(new Found.Yours("1.1"));
    assertThat(take("c")).isEqualTo(new Found.Taken(LEASE));
    assertThat(recall("c")).isEqualTo(new Found.Known("1.1"));
    assertThat(memory().keep(key, "b", "2.2")).isTrue();
    assertThat(take("c")).isEqualTo(new Found.Yours("2.2"));
  }

  @Test
  void givesAKeyToTheNextWhenItsHolderLetsGo() {
    recall("a");
    memory().release(key, "b");
    assertThat(recall("b")).isEqualTo(new Found.Taken(LEASE));
    memory().release(key, "a");
    assertThat(recall("b")).isEqualTo(new Found.Yours(null));
  }

  @Test
  void letsGoWithoutForgetting() {
    recall("a");
    memory().keep(key, "a", "1.1");
    take("b");
    memory().release(key, "b");
    assertThat(recall("c")).isEqualTo(new Found.Known("1.1"));
  }

  @Test
  void givesAKeyToTheNextWhenTheLeaseHasEnded() {
    recall("a");
    clock.move(LEASE.plusSeconds(1));
    assertThat(recall("b")).isEqualTo(new Found.Yours(null));
    assertThat(memory().keep(key, "a", "1.1")).isFalse();
    assertThat(memory().keep(key, "b", "2.2")).isTrue();
  }

  @Test
  void keepsWhatALateHolderSaysIfNobodyElseHasCome() {
    recall("a");
    clock.move(LEASE.plusSeconds(1));
    assertThat(memory().keep(key, "a", "1.1")).isTrue();
  }

  @Test
  void keepsNothingOfOneWhoDoesNotHoldTheKey() {
    assertThat(memory().keep(key, "a", "1.1")).isFalse();
    memory().release(key, "a");
    assertThat(recall("b")).isEqualTo(new Found.Yours(null));
  }

  @Test
  void tellsLongKeysApart() {
    String alike = key + "x".repeat(3000);
    memory().recall(alike + "1", "a", LEASE);
    memory().keep(alike + "1", "a", "1.1");
    assertThat(memory().recall(alike + "1", "b", LEASE)).isEqualTo(new Found.Known("1.1"));
    assertThat(memory().recall(alike + "2", "b", LEASE)).isEqualTo(new Found.Yours(null));
  }
}
