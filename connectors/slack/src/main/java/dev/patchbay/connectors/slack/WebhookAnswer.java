package dev.patchbay.connectors.slack;

import com.slack.api.webhook.WebhookResponse;
import dev.patchbay.connectors.spi.HttpOutcome;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an incoming webhook's answers mean: a word of plain text, and a status to it
 * (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors).
 */
final class WebhookAnswer {
  private static final String OK = "ok";

  /** This message. */
  private static final Set<String> REJECTED =
      Set.of(
          "invalid_payload",
          "no_text",
          "missing_text_or_fallback_or_attachments",
          "msg_too_long",
          "msg_blocks_too_long",
          "too_many_attachments",
          "invalid_attachments",
          "invalid_blocks",
          "invalid_blocks_format",
          "user_not_found",
          "thread_not_found");

  /** The webhook: no message gets through it. */
  private static final Map<String, String> MISCONFIGURED =
      Map.of(
          "no_service", "the webhook was removed or switched off; make another",
          "no_service_id", "the webhook's address is not whole",
          "no_active_hooks", "the webhook was switched off",
          "no_team", "the webhook's workspace is gone",
          "team_disabled", "the webhook's workspace is gone",
          "invalid_token", "the webhook's address is wrong",
          "channel_not_found", "the webhook's channel is gone",
          "channel_is_archived", "the webhook's channel is archived",
          "action_prohibited", "an administrator forbids the webhook to post",
          "posting_to_general_channel_denied", "an administrator forbids it in this channel");

  private static final Set<String> RETRY = Set.of("rollup_error");
  private static final Set<String> THROTTLED = Set.of("rate_limited", "ratelimited");

  private WebhookAnswer() {}

  static Outcome of(WebhookResponse answer, Instant now) {
    String word = answer.getBody() == null ? "" : answer.getBody().strip();
    int status = answer.getCode();
    String reason = "Slack: " + word;
    if (MISCONFIGURED.containsKey(word)) {
      return new Outcome.Misconfigured(reason + " (" + MISCONFIGURED.get(word) + ")");
    }
    if (REJECTED.contains(word)) {
      return new Outcome.Rejected(reason);
    }
    if (RETRY.contains(word)) {
      return new Outcome.Retry(reason);
    }
    if (status / 100 == 2 && !word.equals(OK)) {
      return THROTTLED.contains(word)
          ? HttpOutcome.of(429, after(answer), now, Receipt.NONE)
          : new Outcome.Unknown("the answer was not Slack's");
    }
    return switch (status / 100 == 3 ? 404 : status) {
      // No message of ours makes Slack answer so; an address that is none does.
      case 404 -> new Outcome.Misconfigured("HTTP " + status + ": no webhook has this address");
      default -> HttpOutcome.of(status, after(answer), now, Receipt.NONE);
    };
  }

  private static String after(WebhookResponse answer) {
    return answer.getHeaders().getOrDefault("retry-after", List.of()).stream()
        .findFirst()
        .orElse(null);
  }
}
