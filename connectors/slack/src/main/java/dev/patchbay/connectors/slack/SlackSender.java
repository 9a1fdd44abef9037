package dev.patchbay.connectors.slack;

import dev.patchbay.connectors.slack.FirstMessages.Place;
import dev.patchbay.connectors.slack.FirstMessages.Posted;
import dev.patchbay.connectors.slack.FirstMessages.Topic;
import dev.patchbay.connectors.slack.SlackCalls.Reply;
import dev.patchbay.connectors.spi.Delivery;
import dev.patchbay.connectors.spi.Memory;
import dev.patchbay.connectors.spi.Outcome;
import dev.patchbay.connectors.spi.Receipt;
import dev.patchbay.connectors.spi.Reconciling;
import dev.patchbay.connectors.spi.Sender;
import dev.patchbay.core.json.BindingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A bot's messages: new ones, replies in threads, and changes in place. */
final class SlackSender implements Sender, Reconciling {
  private final SlackCalls calls;
  private final FirstMessages first;
  private final SlackChannels channels;
  private final SlackHistory history;

  SlackSender(SlackCalls calls, Memory memory) {
    this.calls = calls;
    this.first = new FirstMessages(memory);
    this.channels = new SlackChannels(calls, memory);
    this.history = new SlackHistory(calls.slack());
  }

  /** One delivery on its way, to a channel by its name or id. */
  private record Post(Delivery delivery, SlackParameters parameters, String channel) {
    private SlackMessage message() {
      return SlackMessage.of(delivery, parameters);
    }

    /** What it is about in this channel; null where it stands alone. */
    private Topic topic() {
      String about =
          parameters.thread().isEmpty() && parameters.update()
              ? delivery.event().subject()
              : parameters.thread();
      return about.isBlank() ? null : new Topic(channel, about, delivery.id());
    }

    private String time() {
      String time = delivery.event().time();
      return time.isBlank() ? delivery.event().receivedAt() : time;
    }
  }

  @Override
  public Outcome send(Delivery delivery) {
    SlackParameters parameters;
    try {
      parameters = delivery.parameters(SlackParameters.class);
    } catch (BindingException e) {
      return new Outcome.Rejected(e.getMessage());
    }
    return switch (channels.of(parameters.channel())) {
      case Reply.Refused refused -> refused.outcome();
      case Reply.Done(String channel, String _) -> send(new Post(delivery, parameters, channel));
    };
  }

  private Outcome send(Post post) {
    Topic topic = post.topic();
    if (topic == null) {
      return outcome(posted(post, null));
    }
    String channel = channels.idOrName(post.channel());
    Optional<String> named = ThreadTs.of(topic.about(), channel);
    if (named.isPresent()) {
      return outcome(at(post, channel, named.get()));
    }
    return post.parameters().update() ? changed(post, topic) : threaded(post, topic);
  }

  /** The route names the message itself. */
  private Reply at(Post post, String channel, String ts) {
    return post.parameters().update()
        ? calls.change(channel, ts, post.message())
        : calls.post(channel, ts, post.delivery().id(), post.message());
  }

  private Reply posted(Post post, String thread) {
    Reply reply = calls.post(post.channel(), thread, post.delivery().id(), post.message());
    if (reply instanceof Reply.Done done) {
      channels.learn(post.channel(), done.channel(), post.delivery().id());
    }
    return reply;
  }

  private Outcome threaded(Post post, Topic topic) {
    return switch (first.below(topic)) {
      case Place.Busy _ -> busy();
      case Place.Own _ -> began(post, topic);
      case Place.After(Posted parent) -> {
        Reply reply = calls.post(parent.channel(), parent.ts(), topic.id(), post.message());
        yield isRefused(reply, SlackAnswer.NO_THREAD)
            ? beganAfter(post, topic, parent)
            : outcome(reply);
      }
    };
  }

  /** The first message is gone: one of those that find out becomes the first. */
  private Outcome beganAfter(Post post, Topic topic, Posted gone) {
    return switch (first.instead(topic)) {
      case Place.Own(Posted now) when now != null && !now.ts().equals(gone.ts()) -> {
        first.leave(topic);
        yield outcome(calls.post(now.channel(), now.ts(), topic.id(), post.message()));
      }
      case Place.Own _ -> began(post, topic);
      case Place.After _, Place.Busy _ -> busy();
    };
  }

  private Outcome changed(Post post, Topic topic) {
    return switch (first.instead(topic)) {
      case Place.Own(Posted before) when before == null -> began(post, topic);
      case Place.Own(Posted before) -> changed(post, topic, before);
      case Place.After _, Place.Busy _ -> busy();
    };
  }

  private Outcome changed(Post post, Topic topic, Posted before) {
    if (isOlder(
        post.time(), before.time())) { // it comes late, and the message shows what came after
      first.leave(topic);
      return delivered(before.ts());
    }
    Reply reply = calls.change(before.channel(), before.ts(), post.message());
    if (isRefused(reply, SlackAnswer.NO_CHANGE)) {
      return began(post, topic);
    }
    if (reply instanceof Reply.Done) {
      first.keep(topic, new Posted(before.channel(), before.ts(), post.time()));
      return delivered(before.ts());
    }
    first.leave(topic);
    return outcome(reply);
  }

  private static boolean isOlder(String time, String than) {
    try {
      return Instant.parse(time).isBefore(Instant.parse(than));
    } catch (DateTimeException _) {
      return false;
    }
  }

  private Outcome began(Post post, Topic topic) {
    Reply reply = posted(post, null);
    switch (reply) {
      case Reply.Done(String channel, String ts) when channel != null && ts != null ->
          first.keep(topic, new Posted(channel, ts, post.time()));
      case Reply.Refused(
              String _,
              Outcome.Unknown _) -> {} // held until it is found, or the lease ends
      case Reply.Done _, Reply.Refused _ -> first.leave(topic);
    }
    return outcome(reply);
  }

  private static boolean isRefused(Reply reply, Set<String> errors) {
    return reply instanceof Reply.Refused refused && errors.contains(refused.error());
  }

  private static Outcome busy() {
    return new Outcome.Retry("another delivery about the same is on its way to Slack");
  }

  private static Outcome outcome(Reply reply) {
    return switch (reply) {
      case Reply.Done done -> delivered(done.ts());
      case Reply.Refused refused -> refused.outcome();
    };
  }

  private static Outcome delivered(String ts) {
    return new Outcome.Delivered(new Receipt(ts == null ? "" : ts));
  }

  /**
   * Looks for the message where it would be: in its thread, or in the channel since the event was
   * received. A change is made anew: that does no harm.
   *
   * @throws IllegalStateException when Slack cannot tell: no permission to read, the channel's id
   *     not known, or more messages since than can be searched
   */
  @Override
  public Optional<Receipt> find(Delivery delivery) {
    SlackParameters parameters = delivery.parameters(SlackParameters.class);
    if (!(channels.of(parameters.channel()) instanceof Reply.Done(String channel, String _))) {
      throw new IllegalStateException("Slack does not say whose e-mail address it is");
    }
    Post post = new Post(delivery, parameters, channel);
    Topic topic = post.topic();
    if (topic == null) {
      return history.find(channels.id(channel), delivery);
    }
    Optional<String> named = ThreadTs.of(topic.about(), channels.idOrName(channel));
    if (named.isPresent()) {
      return parameters.update()
          ? Optional.empty()
          : history.findReply(channels.id(channel), named.get(), delivery);
    }
    return found(post, topic);
  }

  private Optional<Receipt> found(Post post, Topic topic) {
    Optional<Posted> known = first.known(topic);
    if (known.isEmpty()) {
      String channel = channels.id(post.channel());
      Optional<Receipt> found = history.find(channel, post.delivery());
      found.ifPresent(
          receipt -> first.keep(topic, new Posted(channel, receipt.value(), post.time())));
      return found;
    }
    Posted parent = known.get();
    return post.parameters().update()
        ? Optional.empty()
        : history
            .findReply(parent.channel(), parent.ts(), post.delivery())
            .or(() -> history.find(parent.channel(), post.delivery()));
  }
}
