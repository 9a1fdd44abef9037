package dev.patchbay.connectors.slack;

import com.slack.api.methods.SlackApiException;
import dev.patchbay.connectors.spi.HttpOutcome;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the refusals of Slack's Web API mean: every error that is documented for chat.postMessage,
 * chat.update and users.lookupByEmail (https://docs.slack.dev/reference/methods). Slack answers 200
 * to what it refuses, and says {@code ok: false}. A code that is not known here rejects the
 * delivery.
 */
enum SlackAnswer {
  THROTTLED("ratelimited rate_limited message_limit_exceeded"),
  /** Some of these say in so many words that part of the operation may have succeeded. */
  UNKNOWN("internal_error fatal_error"),
  RETRY(
      """
      service_unavailable request_timeout team_added_to_org org_login_required update_failed
      streaming_state_conflict external_channel_migrating\
      """),
  /** The token, the app or the workspace: no channel can be posted to. */
  MISCONFIGURED(
      """
      not_authed invalid_auth token_expired token_revoked account_inactive missing_scope
      not_allowed_token_type access_denied accesslimited app_access_restricted
      two_factor_setup_required enterprise_is_restricted is_bot as_user_not_supported
      deprecated_endpoint method_deprecated unknown_method team_access_not_granted
      ekm_access_denied\
      """),
  /** This channel, this message or this member; others may work. */
  REJECTED(
      """
      channel_not_found not_in_channel is_archived is_inactive no_permission restricted_action
      restricted_action_read_only_channel restricted_action_thread_only_channel
      restricted_action_non_threadable_channel restricted_action_thread_locked
      messages_tab_disabled team_not_found send_on_behalf_not_allowed
      slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked
      slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked
      slack_connect_lists_sharing_blocked slack_connect_blocked_file_type
      cannot_reply_to_message thread_not_found message_not_found cant_update_message
      edit_window_closed block_mismatch cant_broadcast_message no_dual_broadcast_content_update
      no_text msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format
      invalid_attachments too_many_attachments attachment_payload_limit_exceeded
      too_many_contact_cards markdown_text_conflict metadata_too_large invalid_metadata_format
      invalid_metadata_schema metadata_must_be_sent_from_app duplicate_channel_not_found duplicate_message_not_found
      draft_has_conflict users_not_found user_not_found as_user_not_allowed
      invalid_arguments invalid_arg_name invalid_array_arg invalid_charset invalid_form_data
      invalid_post_type missing_post_type missing_file_data\
      """);

  /** Slack refuses the blocks or the length, and may take the text alone. */
  static final Set<String> UNFIT =
      Set.of(
          "invalid_blocks",
          "invalid_blocks_format",
          "invalid_attachments",
          "msg_blocks_too_long",
          "msg_too_long",
          "attachment_payload_limit_exceeded");

  /** There is nothing any more to reply to, or there never can be. */
  static final Set<String> NO_THREAD =
      Set.of(
          "cannot_reply_to_message",
          "thread_not_found",
          "message_not_found",
          "channel_not_found",
          "restricted_action_non_threadable_channel");

  /** The message is gone, or can be changed no more. */
  static final Set<String> NO_CHANGE =
      Set.of(
          "message_not_found",
          "cant_update_message",
          "edit_window_closed",
          "block_mismatch",
          "channel_not_found");

  /** Limits of a workspace last longer than those of a channel. */
  private static final Map<String, Duration> WAITS =
      Map.of("message_limit_exceeded", Duration.ofMinutes(15));

  private static final Duration WAIT = Duration.ofSeconds(30);

  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry(
              "channel_not_found", "no such channel, or a private one that the app is not in"),
          Map.entry(
              "not_in_channel", "invite the app to the channel, or give it chat:write.public"),
          Map.entry("is_archived", "the channel is archived"),
          Map.entry("no_permission", "the app is no member of the conversation"),
          Map.entry("no_text", "the text is empty"),
          Map.entry("users_not_found", "no member of the workspace has this e-mail address"),
          Map.entry("invalid_auth", "the token is wrong"),
          Map.entry("not_authed", "no token was sent"),
          Map.entry("token_revoked", "the token was revoked; install the app again"),
          Map.entry(
              "account_inactive", "the app was removed from the workspace; install it again"));

  private static final Map<String, SlackAnswer> ANSWERS = answers();

  private final String errors;

  SlackAnswer(String errors) {
    this.errors = errors;
  }

  private static Map<String, SlackAnswer> answers() {
    Map<String, SlackAnswer> answers = new HashMap<>();
    for (SlackAnswer answer : values()) {
      for (String error : answer.errors.split("\\s+")) {
        if (answers.put(error, answer) != null) {
          throw new IllegalStateException(error + " has two meanings");
        }
      }
    }
    return Map.copyOf(answers);
  }

  /** Whether an error is one that Slack documents. */
  static boolean isKnown(String error) {
    return ANSWERS.containsKey(error);
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
    return switch (ANSWERS.getOrDefault(code, REJECTED)) {
      case THROTTLED -> new Outcome.Throttled(WAITS.getOrDefault(code, WAIT), reason);
      case UNKNOWN -> new Outcome.Unknown(reason);
      case RETRY -> new Outcome.Retry(reason);
      case MISCONFIGURED -> new Outcome.Misconfigured(reason);
      case REJECTED -> new Outcome.Rejected(reason);
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
