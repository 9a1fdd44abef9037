package dev.patchbay.connectors.twilio;

import dev.patchbay.connectors.spi.HttpOutcome;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.core.json.Json;
import dev.patchbay.core.json.JsonException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What Twilio's refusals mean. The HTTP status decides first, since Twilio splits its error codes
 * into finer ones and asks that nobody relies on them alone; a code that {@link TwilioFault} knows
 * refines what a 4xx means.
 */
final class TwilioAnswer {
  private TwilioAnswer() {}

  /**
   * The outcome of a refusal.
   *
   * @param routeNamesSender whether a wrong sender is the route's own, and others may still send
   */
  static Outcome of(TwilioHttp.Refused refused, boolean routeNamesSender, Instant now) {
    int status = refused.status();
    int code = code(refused.body());
    // The JDK keeps the body of a 401 to itself.
    Optional<TwilioFault> fault = TwilioFault.of(status == 401 && code == 0 ? 20003 : code);
    String reason = reason(status, code, fault);
    boolean refined = status >= 400 && status < 500 && status != 401 && status != 429;
    return fault
        .filter(_ -> refined)
        .map(known -> refined(known, routeNamesSender, refused.retryAfter(), reason, now))
        .orElseGet(
            () -> named(HttpOutcome.of(status, refused.retryAfter(), now, Receipt.NONE), reason));
  }

  private static Outcome refined(
      TwilioFault fault, boolean routeNamesSender, String retryAfter, String reason, Instant now) {
    return switch (fault.scope()) {
      case DELIVERY -> new Outcome.Rejected(reason);
      case SENDER ->
          routeNamesSender ? new Outcome.Rejected(reason) : new Outcome.Misconfigured(reason);
      case ACCOUNT -> new Outcome.Misconfigured(reason);
      case BUSY ->
          new Outcome.Throttled(
              HttpOutcome.retryAfter(retryAfter, now).orElse(fault.pause()), reason);
    };
  }

  private static Outcome named(Outcome outcome, String reason) {
    return switch (outcome) {
      case Outcome.Delivered _, Outcome.Unknown _ -> new Outcome.Unknown(reason);
      case Outcome.Retry retry -> new Outcome.Retry(reason, retry.isDown());
      case Outcome.Throttled throttled -> new Outcome.Throttled(throttled.after(), reason);
      case Outcome.Rejected _ -> new Outcome.Rejected(reason);
      case Outcome.Misconfigured _ -> new Outcome.Misconfigured(reason);
    };
  }

  private static String reason(int status, int code, Optional<TwilioFault> fault) {
    return "Twilio: HTTP "
        + status
        + (code == 0 ? "" : ", error " + code)
        + fault.map(known -> ": " + known.advice()).orElse("");
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
