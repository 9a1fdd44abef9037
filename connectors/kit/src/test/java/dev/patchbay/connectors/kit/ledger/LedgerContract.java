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
public abstract class LedgerContract {
  private static final Duration LEASE = Duration.ofSeconds(90);

  protected final MovingClock clock = new MovingClock();
  private final Ledger.Key key =
      new Ledger.Key("github/default/" + UUID.randomUUID(), "a-route/slack/0");

  /** The one that is held to it. */
  protected abstract Ledger ledger();

  private Ledger.Claim claim() {
    return claim(new Ledger.Wish(key, "push", Ledger.Revival.NONE));
  }

  private Ledger.Claim redrive() {
    return claim(new Ledger.Wish(key, "push", Ledger.Revival.UNKNOWN_TOO));
  }

  private Ledger.Claim replay() {
    return claim(new Ledger.Wish(key, "push", Ledger.Revival.DEAD));
  }

  /** The name of a claim that was granted is nobody's concern: it is told apart by none. */
  private Ledger.Claim claim(Ledger.Wish wish) {
    Ledger.Claim claim = ledger().claim(wish, LEASE);
    if (!(claim instanceof Ledger.Claim.Granted granted)) {
      return claim;
    }
    held = granted;
    return new Ledger.Claim.Granted(
        "",
        granted.attempts(),
        granted.first(),
        granted.last(),
        granted.inDoubt(),
        granted.cutOff(),
        granted.answer(),
        granted.window());
  }

  /** What was claimed last. */
  private Ledger.Claim.Granted held;

  private Ledger.Claim.Granted granted(int attempts, String last, boolean inDoubt) {
    return new Ledger.Claim.Granted("", attempts, clock.instant(), last, inDoubt, null, "", null);
  }

  private boolean record(String state, boolean counts, String outcome) {
    return record(held, new Ledger.Entry(state, counts, true, outcome, "why", "", clock.instant()));
  }

  private boolean record(Ledger.Claim.Granted claim, Ledger.Entry entry) {
    return ledger().record(key, claim, entry);
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
    Instant since = clock.instant();
    clock.move(LEASE.plusMillis(1));
    assertThat(claim())
        .isEqualTo(new Ledger.Claim.Granted("", 1, since, "", true, since, "", null));
  }

  @Test
  void countsEachAttemptThatWasCutOff() {
    claim();
    Instant first = clock.instant();
    for (int cutOff = 1; cutOff <= 3; cutOff++) {
      clock.move(LEASE.plusMillis(1));
      claim();
      assertThat(held.attempts()).isEqualTo(cutOff);
    }
    record("waiting", true, "retry");
    claim();
    assertThat(held)
        .extracting(Ledger.Claim.Granted::attempts, Ledger.Claim.Granted::first)
        .containsExactly(4, first);
    assertThat(held.cutOff()).isNull();
  }

  @Test
  void letsNobodyRecordWhatAnotherHasTakenOver() {
    claim();
    Ledger.Claim.Granted late = held;
    clock.move(LEASE.plusMillis(1));
    claim();
    assertThat(record(late, entry("waiting"))).isFalse();
    assertThat(claim()).isEqualTo(new Ledger.Claim.NotYet(clock.instant().plus(LEASE)));

    assertThat(record("delivered", true, "delivered")).isTrue();
    assertThat(record(late, entry("waiting"))).isFalse();
    assertThat(record(late, entry("dead"))).isFalse();
    assertThat(record(late, entry("delivered"))).isFalse();
    assertThat(claim()).isEqualTo(new Ledger.Claim.Settled("delivered"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"claimed", "waiting", "dead", "unknown"})
  void whatWasDeliveredIsThatWhoeverHasTakenItOver(String meanwhile) {
    claim();
    Ledger.Claim.Granted late = held;
    clock.move(LEASE.plusMillis(1));
    claim();
    if (!meanwhile.equals("claimed")) {
      record(meanwhile, true, "retry");
    }
    assertThat(record(late, entry("delivered"))).isTrue();
    assertThat(record("waiting", true, "retry")).isFalse();
    assertThat(claim()).isEqualTo(new Ledger.Claim.Settled("delivered"));
  }

  private Ledger.Entry entry(String state) {
    return new Ledger.Entry(state, true, true, state, "why", "", clock.instant());
  }

  @Test
  void countsWhatIsRecordedTwiceOnce() {
    claim();
    assertThat(record("waiting", true, "retry")).isTrue();
    assertThat(record("waiting", true, "retry")).isTrue();
    assertThat(claim()).isEqualTo(granted(1, "retry", false));
  }

  @Test
  void keepsTheLastAnswerUntilThereIsAnother() {
    claim();
    record(held, entry("waiting").answered("no room"));
    claim();
    assertThat(held.answer()).isEqualTo("no room");
    record(held, entry("waiting"));
    claim();
    assertThat(held.answer()).isEqualTo("no room");
    record(held, entry("waiting").answered("日本"));
    claim();
    assertThat(held.answer()).isEqualTo("日本");
    record(held, entry("waiting").answered(""));
    claim();
    assertThat(held.answer()).isEmpty();
  }

  @Test
  void remembersTheWindowOfADigest() {
    claim();
    record(held, entry("waiting").in("digest/w"));
    claim();
    assertThat(held.window()).isEqualTo("digest/w");
    record("dead", true, "rejected");
    replay();
    assertThat(held.window()).isEqualTo("digest/w");
    record(held, entry("digested"));
    assertThat(claim()).isEqualTo(new Ledger.Claim.Settled("digested"));
    assertThat(replay()).isInstanceOf(Ledger.Claim.Granted.class);
    assertThat(held.window()).isEqualTo("digest/w");
  }

  @Test
  void tellsTheStateOfADelivery() {
    assertThat(ledger().state(key)).isEmpty();
    claim();
    assertThat(ledger().state(key)).isEqualTo("claimed");
    record("dead", true, "rejected");
    assertThat(ledger().state(key)).isEqualTo("dead");
  }

  @Test
  void remembersTheDoubtAboutADeadLetter() {
    claim();
    record(held, entry("dead").stillInDoubt());
    assertThat(claim()).isEqualTo(new Ledger.Claim.Settled("dead"));
    assertThat(replay()).isEqualTo(granted(0, "", true));
    record("dead", true, "rejected");
    assertThat(replay()).isEqualTo(granted(0, "", false));
    record("unknown", true, "unknown");
    assertThat(redrive()).isEqualTo(granted(0, "", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dead", "undelivered"})
  void beginsAnewWhatItsSourcePostsAgainAfterItWasGivenUp(String state) {
    Ledger.Wish before = new Ledger.Wish(key, "push", Ledger.Revival.NONE, clock.instant());
    claim(before);
    clock.move(Duration.ofSeconds(5));
    record(state, true, "rejected");
    clock.move(Duration.ofSeconds(5));
    assertThat(claim(before)).isEqualTo(new Ledger.Claim.Settled(state));
    Ledger.Wish again = new Ledger.Wish(key, "push", Ledger.Revival.NONE, clock.instant());
    assertThat(claim(again)).isEqualTo(granted(0, "", false));
    record("delivered", true, "delivered");
    assertThat(claim(again)).isEqualTo(new Ledger.Claim.Settled("delivered"));
    assertThat(redrive()).isEqualTo(new Ledger.Claim.Settled("delivered"));
  }

  @Test
  void leavesWhatMayHaveBeenCarriedOutThoughItsSourcePostsItAgain() {
    claim();
    record("unknown", true, "unknown");
    clock.move(Duration.ofSeconds(5));
    assertThat(claim(new Ledger.Wish(key, "push", Ledger.Revival.NONE, clock.instant())))
        .isEqualTo(new Ledger.Claim.Settled("unknown"));
  }

  @Test
  void grantsWhatWaitsWhenItIsDueAndNotBefore() {
    Instant due = clock.instant().plus(Duration.ofMinutes(5));
    claim();
    record(held, new Ledger.Entry("waiting", true, true, "retry", "why", null, due));
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
    record(held, wait.stillInDoubt());
    assertThat(claim()).isEqualTo(granted(0, "misconfigured", true));
    record(held, wait);
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
    record(
        held,
        new Ledger.Entry("waiting", false, false, "misconfigured", "why", null, clock.instant()));
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
    assertThat(redrive()).isEqualTo(granted(0, "", state.equals("unknown")));
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
      Ledger.Claim.Granted first = (Ledger.Claim.Granted) ledger().claim(wish, LEASE);
      ledger().record(key, first, new Ledger.Entry(state, true, true, state, "r", null, null));
      assertThat(ledger().claim(wish, LEASE))
          .isInstanceOf(
              List.of("dead", "undelivered").contains(state)
                  ? Ledger.Claim.Granted.class
                  : Ledger.Claim.Settled.class);
    }
  }
}
