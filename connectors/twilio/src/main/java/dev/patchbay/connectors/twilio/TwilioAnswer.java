package dev.patchbay.connectors.twilio;

import dev.patchbay.connectors.spi.HttpOutcome;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What Twilio's refusals mean. The HTTP status decides first, since Twilio splits its error codes
 * into finer ones and asks that nobody relies on them alone; a code
 * (https://www.twilio.com/docs/api/errors) only refines.
 */
final class TwilioAnswer {
  /**
   * The sender, or the service that chooses it, cannot send: wrong for every delivery that uses it.
   */
  private static final Set<Integer> SENDER =
      Set.of(21212, 21603, 21606, 21659, 21660, 21701, 21702, 21703, 21704, 21705, 30034);

  /** Queues that are full and rates that are spent, whatever the status. */
  private static final Map<Integer, Duration> WAITS =
      Map.of(
          14107, Duration.ofSeconds(30),
          20429, Duration.ofSeconds(30),
          21611, Duration.ofMinutes(1));

  private static final Map<Integer, String> ADVICE =
      Map.ofEntries(
          Map.entry(20003, "the account SID or the auth token is wrong"),
          Map.entry(20404, "the account SID is wrong"),
          Map.entry(21211, "the number in 'to' is not valid"),
          Map.entry(21212, "the sender is not valid"),
          Map.entry(21214, "the number in 'to' cannot be reached"),
          Map.entry(21408, "messages to that region are not enabled in the account"),
          Map.entry(21602, "the text is empty"),
          Map.entry(
              21606,
              "the sender is no number of the account; set 'from' in the secret or the route"),
          Map.entry(21608, "a trial account sends to verified numbers only"),
          Map.entry(21610, "the recipient has opted out"),
          Map.entry(21611, "the sender's queue is full"),
          Map.entry(21612, "the sender cannot reach that number"),
          Map.entry(21614, "the number in 'to' is not a mobile number"),
          Map.entry(30034, "the sender is not registered for A2P 10DLC"));

  private TwilioAnswer() {}

  /**
   * The outcome of a refusal.
   *
   * @param routeNamesSender whether a wrong sender is the route's own, and others may still send
   */
  static Outcome of(TwilioHttp.Refused refused, boolean routeNamesSender, Instant now) {
    int status = refused.status();
    int code = code(refused.body());
    String reason = reason(status, code);
    if (WAITS.containsKey(code) && status < 500) {
      Duration unsaid = WAITS.get(code);
      return new Outcome.Throttled(
          HttpOutcome.retryAfter(refused.retryAfter(), now).orElse(unsaid), reason);
    }
    if (status == 400 && SENDER.contains(code) && !routeNamesSender) {
      return new Outcome.Misconfigured(reason);
    }
    if (status == 404 && code == 20404) {
      return new Outcome.Misconfigured(reason);
    }
    return named(HttpOutcome.of(status, refused.retryAfter(), now, Receipt.NONE), reason);
  }

  private static Outcome named(Outcome outcome, String reason) {
    return switch (outcome) {
      case Outcome.Delivered _, Outcome.Unknown _ -> new Outcome.Unknown(reason);
      case Outcome.Retry _ -> new Outcome.Retry(reason);
      case Outcome.Throttled(Duration after, _) -> new Outcome.Throttled(after, reason);
      case Outcome.Rejected _ -> new Outcome.Rejected(reason);
      case Outcome.Misconfigured _ -> new Outcome.Misconfigured(reason);
    };
  }

  private static String reason(int status, int code) {
    String advice = ADVICE.get(code);
    return "Twilio: HTTP "
        + status
        + (code == 0 ? "" : ", error " + code)
        + (advice == null ? "" : ": " + advice);
  }

  private static int code(String body) {
    try {
      return Json.parse(body) instanceof Map<?, ?> answer
              && answer.get("code") instanceof Number code
          ? code.intValue()
          : 0;
    } catch (JsonException _) {
      return 0;
    }
  }
}
