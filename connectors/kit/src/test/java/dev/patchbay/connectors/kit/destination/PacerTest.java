package dev.patchbay.connectors.kit.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.connectors.kit.MovingClock;
import dev.patchbay.connectors.spi.MisconfiguredException;
import dev.patchbay.core.catalog.ConnectorEntry.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {
  private final MovingClock clock = new MovingClock();
  private final Pacer pacer = new Pacer(clock);

  private Duration turn(Pace pace) {
    return pacer.turn(pace, "#ops", "alerts", false);
  }

  private Duration turnAfterLine(Pace pace) {
    return pacer.turn(pace, "#ops", "alerts", true);
  }

  private static Pace pace(int limit, Duration per) {
    return new Pace(limit, per, 1);
  }

  @Test
  void letsABurstPassAndTellsEachOfTheOthersATimeOfItsOwn() {
    Pace pace = pace(2, Duration.ofSeconds(2));
    assertThat(turn(pace)).isZero();
    assertThat(turn(pace)).isZero();
    assertThat(turn(pace)).isEqualTo(Duration.ofSeconds(1));
    assertThat(turn(pace)).isEqualTo(Duration.ofSeconds(2));
    assertThat(pacer.turn(pace, "#dev", "alerts", false)).isZero();
    clock.move(Duration.ofSeconds(10));
    assertThat(turn(pace)).isZero();
  }

  @Test
  void keepsTheTurnOfWhoStoodInLineFromWhoHasJustCome() {
    Pace pace = pace(1, Duration.ofSeconds(10));
    assertThat(turn(pace)).isZero();
    assertThat(turn(pace)).isEqualTo(Duration.ofSeconds(10));
    assertThat(turn(pace)).isEqualTo(Duration.ofSeconds(20));
    clock.move(Duration.ofSeconds(10));
    assertThat(turn(pace)).isEqualTo(Duration.ofSeconds(20));
    assertThat(turnAfterLine(pace)).isZero();
    assertThat(turnAfterLine(pace)).isEqualTo(Duration.ofSeconds(10));
    clock.move(Duration.ofSeconds(10));
    assertThat(turnAfterLine(pace)).isZero();
  }

  @Test
  void letsACallWaitInsideTheFunctionOnlyWhereTurnsComeQuickly() {
    Pace quick = pace(10, Duration.ofSeconds(1));
    for (int i = 0; i < 10; i++) {
      assertThat(turn(quick)).isZero();
    }
    assertThat(turn(quick)).isEqualTo(Duration.ofMillis(100)).isLessThan(quick.patience());
    assertThat(turn(quick)).isEqualTo(Duration.ofMillis(200));
    assertThat(pace(1, Duration.ofSeconds(1)).patience()).isZero();
  }

  @Test
  void givesEachInstanceOfTheFunctionItsPartOfTheRate() {
    assertThat(new Pace(1, Duration.ofSeconds(1), 2).interval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(new Pace(50, Duration.ofSeconds(1), 5).interval()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void letsEveryoneWaitWhenTheDestinationSaysSo() {
    pacer.pauseFor(Duration.ofMinutes(1));
    pacer.pauseFor(Duration.ofSeconds(1));
    assertThat(turn(pace(0, Duration.ZERO))).isEqualTo(Duration.ofMinutes(1));
    clock.move(Duration.ofMinutes(1));
    assertThat(turn(pace(0, Duration.ZERO))).isZero();
  }

  @Test
  void letsOnlyThoseOfTheSameKeyWaitWhenTheDestinationMeansNoOther() {
    Pace pace = pace(1, Duration.ofSeconds(10));
    pacer.pauseFor("#ops", Duration.ofMinutes(1));
    assertThat(turn(pace)).isEqualTo(Duration.ofMinutes(1));
    assertThat(turn(pace)).isEqualTo(Duration.ofSeconds(70));
    assertThat(pacer.turn(pace, "#dev", "alerts", false)).isZero();
  }

  @Test
  void givesTheNextTurnToARouteThatHasJustCome() {
    Pace pace = pace(1, Duration.ofSeconds(10));
    for (int i = 0; i < 1000; i++) {
      turn(pace);
    }
    clock.move(Duration.ofSeconds(10));
    assertThat(turnAfterLine(pace)).isZero();
    assertThat(pacer.line(pace, "#ops", "calm", false)).contains(Duration.ofSeconds(10));
    assertThat(pacer.line(pace, "#ops", "calmer", false)).contains(Duration.ofSeconds(20));
    clock.move(Duration.ofSeconds(10));
    assertThat(turnAfterLine(pace)).as("makes way").isGreaterThan(Duration.ofSeconds(9900));
    assertThat(pacer.turn(pace, "#ops", "calm", true)).isZero();
    clock.move(Duration.ofSeconds(10));
    assertThat(turnAfterLine(pace)).as("makes way").isGreaterThan(Duration.ofSeconds(9900));
    assertThat(pacer.turn(pace, "#ops", "calmer", true)).isZero();
    clock.move(Duration.ofSeconds(10));
    assertThat(turnAfterLine(pace)).isZero();
  }

  @Test
  void letsNoMoreThanOneOfARouteAskForTheSameTurn() {
    Pace pace = pace(1, Duration.ofSeconds(10));
    for (int i = 0; i < 100; i++) {
      turn(pace);
    }
    assertThat(turnAfterLine(pace)).isEqualTo(Duration.ofSeconds(10));
    assertThat(turnAfterLine(pace)).isGreaterThan(Duration.ofSeconds(900));
  }

  @Test
  void letsNoMoreReturnThanThereAreTurnsForInThatMoment() {
    Pace pace = pace(2, Duration.ofSeconds(20));
    assertThat(pacer.line(pace, "#ops", "alerts", true)).isEmpty();
    assertThat(pacer.line(pace, "#ops", "alerts", true)).isEmpty();
    assertThat(pacer.line(pace, "#ops", "alerts", true)).contains(Duration.ofSeconds(10));
    assertThat(turnAfterLine(pace)).isZero();
    assertThat(turnAfterLine(pace)).isZero();
    assertThat(turnAfterLine(pace)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void forgetsKeysThatNobodyAsksFor() {
    Pace pace = pace(1, Duration.ofSeconds(10));
    for (int i = 0; i < 5000; i++) {
      assertThat(pacer.turn(pace, "#" + i, "alerts", false)).isZero();
      clock.move(Duration.ofSeconds(1));
    }
    assertThat(pacer.keys()).isLessThan(1100);
  }

  @Test
  void readsTheRateOfTheSecretBeforeTheCatalogs() {
    Rate catalogs = new Rate(1, Duration.ofSeconds(1), null, null);
    assertThat(Pace.of(catalogs, null, 1)).isEqualTo(pace(1, Duration.ofSeconds(1)));
    assertThat(Pace.of(catalogs, "catalog", 1)).isEqualTo(pace(1, Duration.ofSeconds(1)));
    assertThat(Pace.of(catalogs, "5/1s", 1)).isEqualTo(pace(5, Duration.ofSeconds(1)));
    assertThat(Pace.of(catalogs, "none", 1).isFree()).isTrue();
    assertThat(Pace.of(null, null, 1).isFree()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "5", "5/", "/1s", "5/soon", "-1/1s"})
  void saysWhatARateLooksLike(String rate) {
    assertThatThrownBy(() -> Pace.of(null, rate, 1))
        .isInstanceOf(MisconfiguredException.class)
        .hasMessageContaining("5/1s");
  }
}
