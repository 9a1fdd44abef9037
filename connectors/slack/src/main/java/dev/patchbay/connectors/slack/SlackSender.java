package dev.patchbay.connectors.slack;

import com.google.gson.JsonParseException;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.request.chat.ChatPostMessageRequest;
import com.slack.api.methods.request.conversations.ConversationsHistoryRequest;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.methods.response.conversations.ConversationsHistoryResponse;
import com.slack.api.model.Message;
import com.slack.api.model.ResponseMetadata;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.json.BindingException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Posts messages that carry their delivery's id as metadata, by which they can be found again. */
final class SlackSender implements Sender, Reconciling {
  private static final String EVENT_TYPE = "patchbay_delivery";
  private static final String DELIVERY_ID = "delivery_id";
  private static final int PAGES = 5;
  private static final int PAGE = 200;

  private final MethodsClient slack;

  /** Ids by the names that routes use: the history of a channel is to be had by its id only. */
  private final Map<String, String> channels = new ConcurrentHashMap<>();

  SlackSender(MethodsClient slack) {
    this.slack = slack;
  }

  @Override
  public Outcome send(Delivery delivery) {
    try {
      SlackParameters parameters = delivery.parameters(SlackParameters.class);
      ChatPostMessageResponse answer = slack.chatPostMessage(message(delivery.id(), parameters));
      if (answer == null) {
        return new Outcome.Unknown("Slack's answer was empty");
      }
      if (!answer.isOk()) {
        return SlackAnswer.of(answer.getError(), answer.getNeeded());
      }
      if (answer.getChannel() != null) {
        channels.put(parameters.channel(), answer.getChannel());
      }
      return new Outcome.Delivered(new Receipt(answer.getTs() == null ? "" : answer.getTs()));
    } catch (BindingException e) {
      return new Outcome.Rejected(e.getMessage());
    } catch (SlackApiException e) {
      return SlackAnswer.of(e, Instant.now());
    } catch (SlackConnector.BrokenExchange e) {
      return new Outcome.Unknown("the connection to Slack failed after sending: " + cause(e));
    } catch (IOException e) {
      return new Outcome.Retry("Slack could not be reached: " + e.getClass().getSimpleName());
    } catch (JsonParseException _) {
      return new Outcome.Unknown("Slack's answer was not JSON");
    }
  }

  private static ChatPostMessageRequest message(String id, SlackParameters parameters) {
    return ChatPostMessageRequest.builder()
        .channel(parameters.channel())
        .text(parameters.text())
        .unfurlLinks(false)
        .unfurlMedia(false)
        .metadata(
            Message.Metadata.builder()
                .eventType(EVENT_TYPE)
                .eventPayload(Map.of(DELIVERY_ID, id))
                .build())
        .build();
  }

  private static String cause(IOException e) {
    return e.getCause().getClass().getSimpleName();
  }

  /**
   * Looks through the channel's history since the event was received.
   *
   * @throws IllegalStateException when Slack cannot tell: no permission to read, the channel's id
   *     not known, or more than {@value #PAGES} pages of messages since
   */
  @Override
  public Optional<Receipt> find(Delivery delivery) {
    String channel = id(delivery.parameters(SlackParameters.class).channel());
    String cursor = null;
    for (int page = 0; page < PAGES; page++) {
      ConversationsHistoryResponse history = history(channel, since(delivery), cursor);
      Optional<Receipt> found =
          history.getMessages().stream()
              .filter(message -> isOf(delivery.id(), message.getMetadata()))
              .map(message -> new Receipt(message.getTs()))
              .findFirst();
      if (found.isPresent() || !history.isHasMore()) {
        return found;
      }
      ResponseMetadata next = history.getResponseMetadata();
      cursor = next == null ? null : next.getNextCursor();
    }
    throw new IllegalStateException("the channel's history since the event is too long to search");
  }

  private String id(String channel) {
    if (channel.matches("[CGD][A-Z0-9]{6,}")) {
      return channel;
    }
    return Optional.ofNullable(channels.get(channel))
        .orElseThrow(
            () -> new IllegalStateException("the id of channel " + channel + " is not known"));
  }

  /** A minute early, for clocks that differ. */
  private static String since(Delivery delivery) {
    return Long.toString(Instant.parse(delivery.event().receivedAt()).getEpochSecond() - 60);
  }

  private static boolean isOf(String id, Message.Metadata metadata) {
    return metadata != null
        && EVENT_TYPE.equals(metadata.getEventType())
        && metadata.getEventPayload() != null
        && id.equals(metadata.getEventPayload().get(DELIVERY_ID));
  }

  private ConversationsHistoryResponse history(String channel, String oldest, String cursor) {
    try {
      ConversationsHistoryResponse history =
          slack.conversationsHistory(
              ConversationsHistoryRequest.builder()
                  .channel(channel)
                  .oldest(oldest)
                  .limit(PAGE)
                  .cursor(cursor)
                  .includeAllMetadata(true)
                  .build());
      if (!history.isOk()) {
        throw new IllegalStateException(
            "Slack does not show the channel's history: " + history.getError());
      }
      return history;
    } catch (IOException | SlackApiException e) {
      throw new IllegalStateException("Slack could not be asked for the channel's history", e);
    }
  }
}
