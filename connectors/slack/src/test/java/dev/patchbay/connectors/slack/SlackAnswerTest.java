package dev.patchbay.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.connectors.spi.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Slack's errors mean, by method. */
class SlackAnswerTest {
  /** As https://docs.slack.dev/reference/methods lists them for the three methods. */
  private static final String DOCUMENTED =
      """
      as_user_not_supported block_mismatch cant_broadcast_message cant_update_message
      channel_not_found edit_window_closed external_channel_migrating invalid_attachments
      invalid_blocks invalid_metadata_format invalid_metadata_schema is_inactive
      markdown_text_conflict message_not_found metadata_must_be_sent_from_app metadata_too_large
      msg_too_long no_dual_broadcast_content_update no_text
      slack_connect_file_link_sharing_blocked team_not_found too_many_attachments update_failed
      invalid_blocks_format streaming_state_conflict access_denied account_inactive
      deprecated_endpoint ekm_access_denied enterprise_is_restricted invalid_auth
      method_deprecated missing_scope not_allowed_token_type not_authed no_permission
      org_login_required token_expired token_revoked two_factor_setup_required
      team_access_not_granted accesslimited fatal_error internal_error invalid_arg_name
      invalid_arguments invalid_array_arg invalid_charset invalid_form_data invalid_post_type
      missing_post_type ratelimited request_timeout service_unavailable team_added_to_org
      not_in_channel is_archived restricted_action restricted_action_read_only_channel
      restricted_action_thread_only_channel restricted_action_non_threadable_channel
      restricted_action_thread_locked rate_limited users_not_found msg_blocks_too_long
      too_many_contact_cards attachment_payload_limit_exceeded cannot_reply_to_message
      duplicate_channel_not_found duplicate_message_not_found messages_tab_disabled
      message_limit_exceeded send_on_behalf_not_allowed app_access_restricted is_bot
      missing_file_data\
      """;

  private final Bench bench = new Bench();

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void knowsEveryDocumentedError() {
    Set<String> unknown =
        Arrays.stream(DOCUMENTED.split("\\s+"))
            .filter(error -> !SlackAnswer.isKnown(error))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unknown).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ratelimited, Throttled, Throttled, Throttled",
    "message_limit_exceeded, Throttled, Throttled, Throttled",
    "service_unavailable, Retry, Retry, Retry",
    "external_channel_migrating, Retry, Retry, Retry",
    "update_failed, Retry, Retry, Retry",
    "internal_error, Unknown, Retry, Retry",
    "fatal_error, Unknown, Retry, Retry",
    "invalid_auth, Misconfigured, Misconfigured, Misconfigured",
    "token_revoked, Misconfigured, Misconfigured, Misconfigured",
    "account_inactive, Misconfigured, Misconfigured, Misconfigured",
    "ekm_access_denied, Misconfigured, Misconfigured, Misconfigured",
    "team_access_not_granted, Misconfigured, Misconfigured, Misconfigured",
    "missing_scope, Misconfigured, Misconfigured, Rejected",
    "metadata_must_be_sent_from_app, Rejected, Rejected, Rejected",
    "is_archived, Rejected, Rejected, Rejected",
    "is_inactive, Rejected, Rejected, Rejected",
    "restricted_action, Rejected, Rejected, Rejected",
    "users_not_found, Rejected, Rejected, Rejected",
    "an_error_of_next_year, Rejected, Rejected, Rejected"
  })
  void knowsWhatARefusalMeansToEachMethod(String error, String post, String change, String member) {
    bench.refuses(error);
    assertMeans(post, error, bench.send(Map.of()));
    bench.refuses(error);
    assertMeans(change, error, bench.send(Map.of("update", true, "thread", "1763892000.000100")));
    bench.refuses(error);
    assertMeans(member, error, bench.send(Map.of("channel", "ann@example.com")));
    assertThat(bench.calls()).isEqualTo(3);
  }

  private static void assertMeans(String outcome, String error, Outcome got) {
    assertThat(got.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(got.toString()).contains(error).doesNotContain(Bench.TOKEN, "ann@");
  }

  @Test
  void namesTheScopeThatIsMissing() {
    bench.slack.answers(
        200, "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"users:read.email\"}");
    assertThat(bench.send(Map.of("channel", "ann@example.com")))
        .isEqualTo(
            new Outcome.Rejected(
                "Slack: missing_scope (the app needs the scope users:read.email)"));
  }

  @Test
  void waitsAsLongAsSlackSays() {
    bench.slack.answers(429, "{\"ok\":false,\"error\":\"ratelimited\"}", "Retry-After", "17");
    assertThat(bench.send(Map.of()))
        .isEqualTo(new Outcome.Throttled(Duration.ofSeconds(17), "HTTP 429"));
  }

  @Test
  void quotesNoErrorThatIsNone() {
    bench.slack.answers(200, "{\"ok\":false,\"error\":\"<b>" + Bench.TOKEN + "\"}");
    assertThat(bench.send(Map.of()).toString()).doesNotContain(Bench.TOKEN);
  }
}
