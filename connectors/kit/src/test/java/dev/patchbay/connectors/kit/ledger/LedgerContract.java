package dev.patchbay.connectors.kit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.kit.MovingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kit relies on, whatever the ledger is kept in. */
abstract class LedgerContract {
  private static final Duration LEASE = Duration.ofSeconds(90);

  final MovingClock clock = new MovingClock();
  private final Ledger.Key key =
      new Ledger.Key("github/default/" + UUID.randomUUID(), "a-route/slack/0");

  abstract Ledger ledger();

  private Ledger.Claim claim() {
    return ledger().claim(new Ledger.Wish(key, "push", Ledger.Revival.NONE), LEASE);
  }

  private Ledger.Claim redrive() {
    return ledger().claim(new Ledger.Wish(key, "push", Ledger.Revival.UNKNOWN_TOO), LEASE);
  }

  private Ledger.Claim.Granted granted(int attempts, String last, boolean cutOff) {
    return new Ledger.Claim.Granted(attempts, clock.instant(), last, cutOff);
  }

  private void record(String state, boolean counts, String outcome) {
    ledger()
        .record(key, new Ledger.Entry(state, counts, true, outcome, "why", "", clock.instant()));
  }

  @Test
  void grantsWhatNobodyHadYet() {
    assertThat(claim()).isEqualTo(granted(0, "", false));
  }

  @Test
  void saysUntilWhenAnotherHasIt() {
    claim();
    assertThat(claim()).isEqualTo(new Ledger.Claim.NotYet(clock.instant().plus(LEASE)));
  }

  @Test
  void takesOverALeaseThatRanOutAndSaysSo() {
    claim();
    Ledger.Claim first = granted(0, "", true);
    clock.move(LEASE.plusMillis(1));
    assertThat(claim()).isEqualTo(first);
  }

  @Test
  void grantsWhatWaitsWhenItIsDueAndNotBefore() {
    Instant due = clock.instant().plus(Duration.ofMinutes(5));
    claim();
    ledger().record(key, new Ledger.Entry("waiting", true, true, "retry", "why", null, due));
    assertThat(claim()).isEqualTo(new Ledger.Claim.NotYet(due));
    assertThat(redrive()).isEqualTo(new Ledger.Claim.NotYet(due));
    Ledger.Claim second = granted(1, "retry", false);
    clock.move(Duration.ofMinutes(5).minus(Ledger.EARLY));
    assertThat(claim()).isEqualTo(second);
  }

  @Test
  void remembersADoubtUntilItIsResolved() {
    Ledger.Entry wait =
        new Ledger.Entry("waiting", false, true, "misconfigured", "why", null, clock.instant());
    claim();
    ledger().record(key, wait.stillInDoubt());
    assertThat(claim()).isEqualTo(granted(0, "misconfigured", true));
    ledger().record(key, wait);
    assertThat(claim()).isEqualTo(granted(0, "misconfigured", false));
  }

  @Test
  void countsAttemptsAndKeepsTheTimeOfTheFirst() {
    claim();
    Ledger.Claim afterOne = granted(1, "retry", false);
    Ledger.Claim afterTwo = granted(1, "throttled", false);
    record("waiting", true, "retry");
    clock.move(Duration.ofMinutes(5));
    assertThat(claim()).isEqualTo(afterOne);
    record("waiting", false, "throttled");
    assertThat(claim()).isEqualTo(afterTwo);
  }

  @Test
  void notesOnlyWhatItIsTold() {
    claim();
    record("waiting", false, "throttled");
    claim();
    ledger()
        .record(
            key,
            new Ledger.Entry(
                "waiting", false, false, "misconfigured", "why", null, clock.instant()));
    assertThat(claim()).isEqualTo(granted(0, "throttled", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"delivered", "dead", "undelivered", "unknown"})
  void settlesForGood(String state) {
    claim();
    record(state, true, state);
    clock.move(Duration.ofDays(2));
    assertThat(claim()).isEqualTo(new Ledger.Claim.Settled(state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dead", "unknown"})
  void beginsARedrivenDeadLetterAnew(String state) {
    claim();
    record("waiting", true, "retry");
    claim();
    record(state, true, "rejected");
    clock.move(Duration.ofDays(2));
    assertThat(redrive()).isEqualTo(granted(0, "", false));
    assertThat(redrive()).isInstanceOf(Ledger.Claim.NotYet.class);
    record("waiting", true, "retry");
    assertThat(redrive()).isEqualTo(granted(1, "retry", false));
    record("delivered", true, "delivered");
    assertThat(redrive()).isEqualTo(new Ledger.Claim.Settled("delivered"));
  }

  @Test
  void grantsARedrivenDeliveryThatItHasForgotten() {
    assertThat(redrive()).isEqualTo(granted(0, "", false));
  }

  @Test
  void aReplayBeginsAnewWhatIsDeadAndNotWhatMayHaveBeenCarriedOut() {
    Ledger.Wish replay =
        new Ledger.Wish(new Ledger.Key("github/acme/9", ""), "push", Ledger.Revival.DEAD);
    for (String state : List.of("dead", "undelivered", "unknown", "delivered")) {
      Ledger.Key key = new Ledger.Key(replay.key().event(), state + "/slack/0");
      Ledger.Wish wish = new Ledger.Wish(key, replay.type(), replay.revival());
      assertThat(ledger().claim(wish, LEASE)).isInstanceOf(Ledger.Claim.Granted.class);
      ledger().record(key, new Ledger.Entry(state, true, true, state, "r", null, null));
      assertThat(ledger().claim(wish, LEASE))
          .isInstanceOf(
              List.of("dead", "undelivered").contains(state)
                  ? Ledger.Claim.Granted.class
                  : Ledger.Claim.Settled.class);
    }
  }
}
