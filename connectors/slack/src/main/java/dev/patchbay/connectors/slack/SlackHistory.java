package dev.patchbay.connectors.slack;

import com.google.gson.JsonParseException;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.request.conversations.ConversationsHistoryRequest;
import com.slack.api.methods.request.conversations.ConversationsRepliesRequest;
import com.slack.api.methods.response.conversations.ConversationsHistoryResponse;
import com.slack.api.methods.response.conversations.ConversationsRepliesResponse;
import com.slack.api.model.Message;
import com.slack.api.model.ResponseMetadata;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Receipt;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the message of a delivery by the id in its metadata. Each method throws {@link
 * IllegalStateException} where Slack cannot tell.
 */
final class SlackHistory {
  private static final int PAGES = 5;
  private static final int PAGE = 200;

  private final MethodsClient slack;

  SlackHistory(MethodsClient slack) {
    this.slack = slack;
  }

  private record Page(List<Message> messages, boolean hasMore, ResponseMetadata metadata) {}

  private interface Pages {
    Page at(String cursor) throws IOException, SlackApiException;
  }

  /** In the channel, which does not show the replies in threads. */
  Optional<Receipt> find(String channel, Delivery delivery) {
    return search(cursor -> history(channel, since(delivery), cursor), delivery.id());
  }

  /** In a thread, its first message included. */
  Optional<Receipt> findReply(String channel, String thread, Delivery delivery) {
    return search(cursor -> replies(channel, thread, since(delivery), cursor), delivery.id());
  }

  private static Optional<Receipt> search(Pages pages, String id) {
    String cursor = null;
    for (int page = 0; page < PAGES; page++) {
      Page found = page(pages, cursor);
      Optional<Receipt> receipt =
          found.messages().stream()
              .filter(message -> isOf(id, message.getMetadata()))
              .map(message -> new Receipt(message.getTs()))
              .findFirst();
      if (receipt.isPresent() || !found.hasMore()) {
        return receipt;
      }
      cursor = found.metadata() == null ? null : found.metadata().getNextCursor();
    }
    throw new IllegalStateException("the channel's history since the event is too long to search");
  }

  private static Page page(Pages pages, String cursor) {
    try {
      return pages.at(cursor);
    } catch (IOException e) {
      throw new IllegalStateException("Slack could not be asked for the channel's history", e);
    } catch (SlackApiException e) { // not chained: it quotes the answer
      throw new IllegalStateException(
          "Slack does not show the channel's history: HTTP " + e.getResponse().code());
    } catch (JsonParseException _) {
      throw new IllegalStateException("Slack's answer for the channel's history was not JSON");
    }
  }

  /** A minute early, for clocks that differ. */
  private static String since(Delivery delivery) {
    return Long.toString(Instant.parse(delivery.event().receivedAt()).getEpochSecond() - 60);
  }

  private static boolean isOf(String id, Message.Metadata metadata) {
    return metadata != null
        && SlackCalls.EVENT_TYPE.equals(metadata.getEventType())
        && metadata.getEventPayload() != null
        && id.equals(metadata.getEventPayload().get(SlackCalls.DELIVERY_ID));
  }

  private Page history(String channel, String oldest, String cursor)
      throws IOException, SlackApiException {
    ConversationsHistoryResponse answer =
        slack.conversationsHistory(
            ConversationsHistoryRequest.builder()
                .channel(channel)
                .oldest(oldest)
                .limit(PAGE)
                .cursor(cursor)
                .includeAllMetadata(true)
                .build());
    require(answer.isOk(), answer.getError());
    return new Page(answer.getMessages(), answer.isHasMore(), answer.getResponseMetadata());
  }

  private Page replies(String channel, String thread, String oldest, String cursor)
      throws IOException, SlackApiException {
    ConversationsRepliesResponse answer =
        slack.conversationsReplies(
            ConversationsRepliesRequest.builder()
                .channel(channel)
                .ts(thread)
                .oldest(oldest)
                .limit(PAGE)
                .cursor(cursor)
                .includeAllMetadata(true)
                .build());
    if ("thread_not_found".equals(answer.getError())) {
      return new Page(List.of(), false, null);
    }
    require(answer.isOk(), answer.getError());
    return new Page(answer.getMessages(), answer.isHasMore(), answer.getResponseMetadata());
  }

  private static void require(boolean isOk, String error) {
    if (!isOk) {
      boolean isCode = error != null && error.matches("[a-z_]{1,80}");
      throw new IllegalStateException(
          "Slack does not show the channel's history: " + (isCode ? error : "no reason"));
    }
  }
}
