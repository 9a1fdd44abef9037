package dev.patchbay.connectors.slack;

import com.slack.api.util.http.SlackHttpClient;
import com.slack.api.webhook.WebhookResponse;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.json.BindingException;
import dev.patchbay.core.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.Response;

/**
 * Messages by an incoming webhook, with no bot. It posts to the one channel that it was made for,
 * and learns no ts: there is no receipt, and nothing that could be found, changed or answered.
 */
final class WebhookSender implements Sender {
  private static final String USE_A_BOT =
      "; that takes a bot: give the secret a token in its place";

  private final SlackHttpClient slack;
  private final String url;
  private final String channel;

  /**
   * @param channel that the webhook was made for; null where nobody said
   */
  WebhookSender(SlackHttpClient slack, String url, String channel) {
    this.slack = slack;
    this.url = url;
    this.channel = channel == null || channel.isBlank() ? null : bare(channel);
  }

  @Override
  public Outcome send(Delivery delivery) {
    try {
      SlackParameters parameters = delivery.parameters(SlackParameters.class);
      Optional<String> beyond = beyond(parameters);
      if (beyond.isPresent()) {
        return new Outcome.Rejected("an incoming webhook " + beyond.get() + USE_A_BOT);
      }
      SlackMessage message = SlackMessage.of(delivery, parameters);
      WebhookResponse answer = posted(message, named(parameters));
      SlackMessage less = message.after(word(answer));
      if (SlackAnswer.UNFIT.contains(word(answer)) && !less.equals(message)) {
        answer = posted(less, named(parameters));
      }
      return WebhookAnswer.of(answer, Instant.now());
    } catch (BindingException e) {
      return new Outcome.Rejected(e.getMessage());
    } catch (IOException e) {
      return SlackHttp.outcome(e);
    }
  }

  private static String word(WebhookResponse answer) {
    return answer.getBody() == null ? "" : answer.getBody().strip();
  }

  /** What is asked of it that it cannot do. */
  private Optional<String> beyond(SlackParameters parameters) {
    if (parameters.update()) {
      return Optional.of("cannot change a message (update)");
    }
    if (!parameters.thread().isEmpty() && named(parameters).isEmpty()) {
      return Optional.of("does not learn what it posted, to reply to it (thread)");
    }
    if (SlackChannels.isEmail(parameters.channel())
        || channel != null && !channel.equals(bare(parameters.channel()))) {
      return Optional.of("posts to the one channel that it was made for (channel)");
    }
    return Optional.empty();
  }

  private static Optional<String> named(SlackParameters parameters) {
    return ThreadTs.of(parameters.thread(), parameters.channel());
  }

  private static String bare(String channel) {
    return channel.strip().replaceFirst("^#", "");
  }

  private WebhookResponse posted(SlackMessage message, Optional<String> thread) throws IOException {
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("text", message.text());
    if (!message.blocks().isEmpty()) {
      payload.put("blocks", message.blocks());
    }
    if (!message.attachments().isEmpty()) {
      payload.put("attachments", message.attachments());
    }
    thread.ifPresent(ts -> payload.put("thread_ts", ts));
    payload.put("unfurl_links", false);
    payload.put("unfurl_media", false);
    try (Response answer = slack.postJsonBody(url, Json.write(payload))) {
      return WebhookResponse.builder()
          .code(answer.code())
          .message(answer.message())
          .headers(answer.headers().toMultimap())
          .body(answer.body().string())
          .build();
    }
  }
}
