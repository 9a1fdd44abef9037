package dev.patchbay.connectors.slack;

import com.google.gson.JsonParseException;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.methods.request.chat.ChatPostMessageRequest;
import com.slack.api.methods.request.chat.ChatUpdateRequest;
import com.slack.api.methods.request.users.UsersLookupByEmailRequest;
import com.slack.api.model.Message;
import dev.patchbay.connectors.spi.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** The calls that make deliveries, each with what it came to. Thread-safe. */
final class SlackCalls {
  static final String EVENT_TYPE = "patchbay_delivery";
  static final String DELIVERY_ID = "delivery_id";

  private static final String NONE = "[]";

  /** What a call came to. */
  sealed interface Reply {
    /** Slack did it. */
    record Done(String channel, String ts) implements Reply {}

    /**
     * Slack did not, or nobody knows.
     *
     * @param error Slack's word for it; empty where it said none
     */
    record Refused(String error, Outcome outcome) implements Reply {}
  }

  private interface Call<T extends SlackApiTextResponse> {
    T make() throws IOException, SlackApiException;
  }

  private final MethodsClient slack;

  SlackCalls(MethodsClient slack) {
    this.slack = slack;
  }

  MethodsClient slack() {
    return slack;
  }

  /**
   * Posts a message, that carries its delivery's id as metadata, by which it can be found again.
   *
   * @param thread ts of the message to reply to; null for none
   */
  Reply post(String channel, String thread, String id, SlackMessage message) {
    return fitted(
        message,
        fit ->
            reply(
                () ->
                    slack.chatPostMessage(
                        ChatPostMessageRequest.builder()
                            .channel(channel)
                            .threadTs(thread)
                            .text(fit.text())
                            .blocksAsString(fit.blocksJson())
                            .attachmentsAsString(fit.attachmentsJson())
                            .unfurlLinks(false)
                            .unfurlMedia(false)
                            .metadata(
                                Message.Metadata.builder()
                                    .eventType(EVENT_TYPE)
                                    .eventPayload(Map.of(DELIVERY_ID, id))
                                    .build())
                            .build()),
                answer -> new Reply.Done(answer.getChannel(), answer.getTs())));
  }

  /**
   * Changes a message in place. What a change leaves out, Slack keeps; and it reads texts otherwise
   * than those of new messages, unless it is told.
   */
  Reply change(String channel, String ts, SlackMessage message) {
    return repeatable(
        fitted(
            message,
            fit ->
                reply(
                    () ->
                        slack.chatUpdate(
                            ChatUpdateRequest.builder()
                                .channel(channel)
                                .ts(ts)
                                .text(fit.text())
                                .blocksAsString(or(fit.blocksJson()))
                                .attachmentsAsString(or(fit.attachmentsJson()))
                                .parse("none")
                                .build()),
                    answer -> new Reply.Done(answer.getChannel(), answer.getTs()))));
  }

  private static String or(String json) {
    return json == null ? NONE : json;
  }

  /**
   * The id of the member with an e-mail address, in the place of a channel. That the app may not
   * look members up stops no other delivery.
   */
  Reply member(String email) {
    Reply reply =
        repeatable(
            reply(
                () ->
                    slack.usersLookupByEmail(
                        UsersLookupByEmailRequest.builder().email(email).build()),
                answer -> new Reply.Done(answer.getUser().getId(), "")));
    return reply instanceof Reply.Refused(String error, Outcome.Misconfigured(String reason))
            && error.equals("missing_scope")
        ? new Reply.Refused(error, new Outcome.Rejected(reason))
        : reply;
  }

  /** Once more, with what Slack may take, where it refuses the rest. */
  private static Reply fitted(SlackMessage message, Function<SlackMessage, Reply> call) {
    Reply reply = call.apply(message);
    if (!(reply instanceof Reply.Refused(String error, Outcome _))
        || !SlackAnswer.UNFIT.contains(error)) {
      return reply;
    }
    SlackMessage less = message.after(error);
    return less.equals(message) ? reply : call.apply(less);
  }

  /** What may have happened may as well happen again. */
  private static Reply repeatable(Reply reply) {
    return reply
            instanceof Reply.Refused(String error, Outcome.Unknown(String reason, boolean isDown))
        ? new Reply.Refused(error, new Outcome.Retry(reason, isDown))
        : reply;
  }

  private static <T extends SlackApiTextResponse> Reply reply(
      Call<T> call, Function<T, Reply> done) {
    try {
      T answer = call.make();
      if (answer == null) {
        return failed(new Outcome.Unknown("Slack's answer was empty"));
      }
      if (!answer.isOk()) {
        String error = answer.getError() == null ? "" : answer.getError();
        return new Reply.Refused(error, SlackAnswer.of(error, answer.getNeeded()));
      }
      return done.apply(answer);
    } catch (SlackApiException e) {
      return failed(SlackAnswer.of(e, Instant.now()));
    } catch (IOException e) {
      return failed(SlackHttp.outcome(e));
    } catch (JsonParseException _) {
      return failed(new Outcome.Unknown("Slack's answer was not JSON"));
    }
  }

  private static Reply failed(Outcome outcome) {
    return new Reply.Refused("", outcome);
  }
}
