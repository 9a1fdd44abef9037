package dev.patchbay.connectors.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.core.catalog.ConnectorEntry.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final MovingClock clock = new MovingClock();
  private final Pacer pacer = new Pacer(clock);

  private Duration turn(Pace pace) {
    return pacer.turn(pace, "#ops", LONGEST);
  }

  @Test
  void spacesCallsOnceTheBurstIsSpent() {
    Pace pace = new Pace(2, Duration.ofSeconds(2));
    assertThat(turn(pace)).isZero();
    assertThat(turn(pace)).isZero();
    assertThat(turn(pace)).isEqualTo(Duration.ofSeconds(1));
    assertThat(turn(pace)).isEqualTo(Duration.ofSeconds(2));
    clock.move(Duration.ofSeconds(10));
    assertThat(turn(pace)).isZero();
  }

  @Test
  void takesNoTurnForThoseItSendsAwayAndTellsEachAnotherTime() {
    Pace pace = new Pace(1, Duration.ofSeconds(10));
    assertThat(turn(pace)).isZero();
    assertThat(turn(pace)).isEqualTo(Duration.ofSeconds(10));
    assertThat(turn(pace)).isEqualTo(Duration.ofSeconds(20));
    clock.move(Duration.ofSeconds(10));
    assertThat(turn(pace)).isZero();
    clock.move(Duration.ofSeconds(10));
    assertThat(turn(pace)).isZero();
  }

  @Test
  void letsEveryoneWaitWhenTheDestinationSaysSo() {
    pacer.pauseFor(Duration.ofMinutes(1));
    pacer.pauseFor(Duration.ofSeconds(1));
    assertThat(turn(new Pace(0, Duration.ZERO))).isEqualTo(Duration.ofMinutes(1));
    clock.move(Duration.ofMinutes(1));
    assertThat(turn(new Pace(0, Duration.ZERO))).isZero();
  }

  @Test
  void readsTheRateOfTheSecretBeforeTheCatalogs() {
    Rate catalogs = new Rate(1, Duration.ofSeconds(1), null);
    assertThat(Pace.of(catalogs, null)).isEqualTo(new Pace(1, Duration.ofSeconds(1)));
    assertThat(Pace.of(catalogs, "catalog")).isEqualTo(new Pace(1, Duration.ofSeconds(1)));
    assertThat(Pace.of(catalogs, "5/1s")).isEqualTo(new Pace(5, Duration.ofSeconds(1)));
    assertThat(Pace.of(catalogs, "none").isFree()).isTrue();
    assertThat(Pace.of(null, null).isFree()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "5", "5/", "/1s", "5/soon", "-1/1s"})
  void saysWhatARateLooksLike(String rate) {
    assertThatThrownBy(() -> Pace.of(null, rate))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("5/1s");
  }
}
