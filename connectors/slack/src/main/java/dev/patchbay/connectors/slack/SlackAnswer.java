package dev.patchbay.connectors.slack;

import com.slack.api.methods.SlackApiException;
import dev.patchbay.connectors.spi.HttpOutcome;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What Slack's refusals mean (https://docs.slack.dev/reference/methods/chat.postMessage#errors).
 * Slack answers 200 to what it refuses, and says {@code ok: false}. A code that is not known here
 * rejects the message.
 */
enum SlackAnswer {
  THROTTLED("ratelimited rate_limited message_limit_exceeded"),
  /** Some of these say in so many words that part of the operation may have succeeded. */
  UNKNOWN("internal_error fatal_error"),
  RETRY("service_unavailable request_timeout team_added_to_org org_login_required"),
  /** The token or the app: no channel can be posted to. */
  MISCONFIGURED(
      """
      not_authed invalid_auth token_expired token_revoked account_inactive missing_scope
      not_allowed_token_type access_denied accesslimited app_access_restricted
      two_factor_setup_required enterprise_is_restricted is_bot as_user_not_supported
      deprecated_endpoint method_deprecated unknown_method\
      """);

  /** Limits of a workspace last longer than those of a channel. */
  private static final Map<String, Duration> WAITS =
      Map.of("message_limit_exceeded", Duration.ofMinutes(15));

  private static final Duration WAIT = Duration.ofSeconds(30);

  private static final Map<String, String> ADVICE =
      Map.of(
          "channel_not_found", "no such channel, or a private one that the app is not in",
          "not_in_channel", "invite the app to the channel, or give it chat:write.public",
          "is_archived", "the channel is archived",
          "no_text", "the text is empty",
          "invalid_auth", "the token is wrong",
          "not_authed", "no token was sent",
          "token_revoked", "the token was revoked; install the app again",
          "account_inactive", "the app was removed from the workspace; install it again");

  private static final Map<String, SlackAnswer> ANSWERS = answers();

  private final String errors;

  SlackAnswer(String errors) {
    this.errors = errors;
  }

  private static Map<String, SlackAnswer> answers() {
    Map<String, SlackAnswer> answers = new HashMap<>();
    for (SlackAnswer answer : values()) {
      for (String error : answer.errors.split("\\s+")) {
        answers.put(error, answer);
      }
    }
    return Map.copyOf(answers);
  }

  /**
   * The outcome of a 200 that is no success.
   *
   * @param needed the scope that is missing, or null
   */
  static Outcome of(String error, String needed) {
    String code =
        error != null && error.matches("[a-z0-9_]{1,80}") ? error : "an error without a name";
    String reason = "Slack: " + code + advice(code, needed);
    return switch (ANSWERS.get(code)) {
      case null -> new Outcome.Rejected(reason);
      case THROTTLED -> new Outcome.Throttled(WAITS.getOrDefault(code, WAIT), reason);
      case UNKNOWN -> new Outcome.Unknown(reason);
      case RETRY -> new Outcome.Retry(reason);
      case MISCONFIGURED -> new Outcome.Misconfigured(reason);
    };
  }

  /**
   * The outcome of an answer that is no 200: the status decides, since a proxy may have given it.
   */
  static Outcome of(SlackApiException refusal, Instant now) {
    int status = refusal.getResponse().code();
    return status == 200
        ? new Outcome.Unknown("Slack's answer could not be read")
        : HttpOutcome.of(status, refusal.getResponse().header("Retry-After"), now, Receipt.NONE);
  }

  private static String advice(String code, String needed) {
    if ("missing_scope".equals(code) && needed != null && needed.matches("[a-z:.,_ ]{1,200}")) {
      return " (the app needs the scope " + needed + ")";
    }
    return ADVICE.containsKey(code) ? " (" + ADVICE.get(code) + ")" : "";
  }
}
